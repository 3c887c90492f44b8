"""Addresses of the scene."""

from django.urls import path

from imena.scene.views import days, histories, journals, maps, orthophotos, pages, papers, points, reconciliation, sites

urlpatterns = [
    path("sites/", sites.site_list, name="sites"),
    path("n/<str:number>/map/", maps.map_page, name="site-map"),
    path("n/<str:number>/map.json", maps.map_json, name="site-map-data"),
    path("n/<str:number>/orthophoto/new/", orthophotos.add_orthophoto, name="add-orthophoto"),
    path("n/<str:number>/orthophoto/<int:act>/", maps.orthophoto_picture, name="orthophoto"),
    path("n/<str:number>/points.<str:form>", points.points_file, name="points-file"),
    path("n/<str:number>/points/", points.take_points, name="take-points"),
    path("n/<str:number>/journal/", journals.journal_page, name="journal"),
    path("n/<str:number>/journal/import/", journals.import_page, name="journal-import"),
    path("n/<str:number>/journal/pages/new/", pages.add_page, name="add-page"),
    path("n/<str:number>/journal/pages/<int:filing>/", pages.type_rows, name="type-rows"),
    path("n/<str:number>/journal/pages/<int:filing>/picture/", pages.page_picture, name="page-picture"),
    path("n/<str:number>/reconciliation/", reconciliation.reconciliation_page, name="reconciliation"),
    path("n/<str:number>/reconciliation.<str:form>", reconciliation.reconciliation_file, name="reconciliation-file"),
    path("n/<str:number>/history/", histories.history_page, name="history"),
    path("n/<str:number>/days/", days.days_page, name="days"),
    path("n/<str:number>/days/plan/", days.start_plan, name="start-plan"),
    path("n/<str:number>/days/<str:day>/", days.lists_page, name="day-lists"),
    path("n/<str:number>/association/", papers.association_page, name="association"),
    path("n/<str:number>/effects/", papers.effects_page, name="effects"),
    path("fragments/", papers.fragments_page, name="fragments"),
    path("acts/<int:sequence>/record/", days.record_page, name="exhumation-record"),
]
