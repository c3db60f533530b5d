# What the foundation says about itself, in a file that it wrote (terraform/foundation/handover.tf). So a release reads
# nothing of the foundation's state.
data "google_storage_bucket_object_content" "foundation" {
  bucket = "${var.project}-functions-source"
  name   = "foundation.json"
}

locals {
  foundation = jsondecode(nonsensitive(data.google_storage_bucket_object_content.foundation.content))
  project    = local.foundation.project
  runbooks   = local.foundation.runbooks

  # Which function may do what; the foundation grants it.
  grants = jsondecode(file("${path.module}/../grants.json"))

  # Everything that a function stands on, for modules/function.
  platform = merge(local.foundation.platform, {
    project   = local.project
    region    = local.foundation.region
    archives  = var.archives
    log_level = var.log_level
    version   = jsondecode(file("${var.archives}/version.json"))
  })

  # As the functions read it, of those that are traced.
  trace_ratio = tostring(var.trace_ratio)

  # What modules/push needs to know.
  topics = { project = local.project, region = local.foundation.region, topics = local.foundation.topics }

  # What is told of every function elsewhere: to alerts and the load balancer. A new function_<name>.tf adds its
  # module here.
  functions = {
    answer    = module.answer
    breach    = module.breach
    export    = module.export
    find      = module.find
    identity  = module.identity
    incident  = module.incident
    join      = module.join
    live      = module.live
    notify    = module.notify
    org       = module.org
    request   = module.request
    retention = module.retention
    rights    = module.rights
    teacher   = module.teacher
    watch     = module.watch
  }
}
