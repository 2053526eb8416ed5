"""Static files under a name that holds their content's hash, module imports rewritten too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatics(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
