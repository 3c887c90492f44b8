"""Pages of custody: where everything is, what happened to one thing, stores, alerts, scanning, labels, photographs."""

from imena.custody.views.alerts import alert_list
from imena.custody.views.chains import chain_page
from imena.custody.views.coffins import coffin_list
from imena.custody.views.labels import labels_page
from imena.custody.views.photographs import file_page, object_files
from imena.custody.views.scanning import scan
from imena.custody.views.where import store_page, where_is_everything

__all__ = [
    "alert_list",
    "chain_page",
    "coffin_list",
    "file_page",
    "labels_page",
    "object_files",
    "scan",
    "store_page",
    "where_is_everything",
]
