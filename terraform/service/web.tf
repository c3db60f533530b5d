# The web app: files in a bucket, behind the load balancer and its edge cache, with the headers that the local
# stack sends as well (infra/deployment compares them).

locals {
  site       = "${var.archives}/site"
  site_files = fileset(local.site, "**")
  # Files below assets/ have a hash in their name; of the others a browser asks each time whether they changed.
  assets = toset([for f in local.site_files : f if startswith(f, "assets/")])
  pages  = setsubtract(local.site_files, local.assets)

  immutable = "public, max-age=31536000, immutable"

  media_types = {
    css         = "text/css; charset=utf-8"
    html        = "text/html; charset=utf-8"
    ico         = "image/x-icon"
    js          = "text/javascript; charset=utf-8"
    json        = "application/json"
    map         = "application/json"
    png         = "image/png"
    svg         = "image/svg+xml"
    txt         = "text/plain; charset=utf-8"
    wasm        = "application/wasm"
    webmanifest = "application/manifest+json"
    woff2       = "font/woff2"
    yaml        = "application/yaml"
  }
  # The pages about problems have no file extension; the folder determines their type.
  media_type = {
    for f in local.site_files : f => (
      startswith(f, "errors/") ? "application/problem+json" :
      startswith(f, "problems/json/") ? local.media_types.json :
      strcontains(basename(f), ".") ? local.media_types[element(split(".", basename(f)), -1)] : local.media_types.html
    )
  }

  auth0_origin = "https://${local.foundation.auth0.domain}"
  content_security_policy = join("; ", [
    "default-src 'none'", "script-src 'self' 'sha256-A2ucDexxMQed9x42NiCQq3pQjtHeuUalM/a5wqWzm70='",
    "style-src 'self' 'sha256-o40DMpRCCmnELqEXlIsnvknBFzfxSkYnKCePW3mSO2g='", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self' ${local.auth0_origin}", "worker-src 'self'", "frame-src ${local.auth0_origin}", "manifest-src 'self'",
    "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'", "trusted-types worker",
  ])
  web_headers = {
    "Content-Security-Policy"    = local.content_security_policy
    "Cross-Origin-Opener-Policy" = "same-origin"
    "Permissions-Policy"         = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    "Referrer-Policy"            = "no-referrer"
    "X-Content-Type-Options"     = "nosniff"
  }
}

resource "google_storage_bucket_object" "asset" {
  for_each = local.assets

  bucket          = local.foundation.web_bucket
  name            = each.key
  source          = "${local.site}/${each.key}"
  source_md5hash  = filemd5("${local.site}/${each.key}")
  content_type    = local.media_type[each.key]
  cache_control   = local.immutable
  deletion_policy = "ABANDON" # a page that was opened before the release still asks for its own
}

# After the assets that they name.
resource "google_storage_bucket_object" "page" {
  for_each = local.pages

  bucket         = local.foundation.web_bucket
  name           = each.key
  source         = "${local.site}/${each.key}"
  source_md5hash = filemd5("${local.site}/${each.key}")
  content_type   = local.media_type[each.key]
  cache_control  = startswith(each.key, "errors/") ? "no-store" : "no-cache"
  depends_on     = [google_storage_bucket_object.asset]
}

resource "google_compute_backend_bucket" "web" {
  project                 = local.project
  name                    = "web"
  bucket_name             = local.foundation.web_bucket
  compression_mode        = "AUTOMATIC"
  custom_response_headers = concat([for k, v in local.web_headers : "${k}: ${v}"], [local.transport_security])
  enable_cdn              = true
  cdn_policy {
    cache_mode        = "USE_ORIGIN_HEADERS"
    negative_caching  = false
    serve_while_stale = 0
  }
}
