# Three databases: the data, the keys that open it, and who opened what. A key that is deleted from the vault must be gone
# everywhere seven days later, so the vault has its point-in-time recovery and no other copy: no backup
# schedule here, and a deny policy against all other ways to copy it. The audit has no key and nothing that opens: it is
# backed up as the data is, since its loss would be somebody's gain.

locals {
  # What the code's queries need and what must not be indexed. infra/deployment tests it against
  # shared/store: an index for every query, no index on anything sealed or rising with time.
  firestore = jsondecode(file("${path.module}/../firestore.json"))

  # Google refuses to delete a protected database, and the provider to ask for it.
  protection = var.protected ? { state = "DELETE_PROTECTION_ENABLED", policy = "PREVENT" } : { state = "DELETE_PROTECTION_DISABLED", policy = "DELETE" }
}

resource "google_firestore_database" "default" {
  project                           = local.project
  name                              = "(default)"
  location_id                       = var.firestore_location
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = local.protection.state
  deletion_policy                   = local.protection.policy
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  depends_on                        = [google_org_policy_policy.locations]
}

resource "google_firestore_database" "vault" {
  project                           = local.project
  name                              = "vault"
  location_id                       = var.firestore_location
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = local.protection.state
  deletion_policy                   = local.protection.policy
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  tags                              = { for v in google_tags_tag_value.never : v.parent => v.id }
  depends_on                        = [google_org_policy_policy.locations]
}

resource "google_firestore_database" "audit" {
  project                           = local.project
  name                              = "audit"
  location_id                       = var.firestore_location
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = local.protection.state
  deletion_policy                   = local.protection.policy
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  depends_on                        = [google_org_policy_policy.locations]
}

locals {
  # The names that the tables use, as the resources that must be there first.
  databases = {
    "(default)" = google_firestore_database.default.name
    vault       = google_firestore_database.vault.name
    audit       = google_firestore_database.audit.name
  }
}

resource "google_firestore_backup_schedule" "kept" {
  for_each = toset(["(default)", "audit"]) # never the vault

  project   = local.project
  database  = local.databases[each.key]
  retention = "604800s" # seven days, as receipts promise ("irrecoverableAt")
  daily_recurrence {}
}

# Conditions of deny policies see tags only, so the vault carries one.
resource "google_tags_tag_key" "copies" {
  count = var.in_organization ? 1 : 0

  parent      = "projects/${data.google_project.this.number}"
  short_name  = "copies"
  description = "Whether a database may be copied."
  depends_on  = [time_sleep.enabled]
}

resource "google_tags_tag_value" "never" {
  for_each = { for k in google_tags_tag_key.copies : "never" => k.id }

  parent      = each.value
  short_name  = "never"
  description = "A copy would outlive the erasure of the keys in it."
}

# Nobody may copy the vault, whatever roles they hold, ourselves included. Whoever may change this policy
# (an organization's Deny Admin) can lift it; the audit log keeps that for 400 days.
resource "google_iam_deny_policy" "vault_copies" {
  for_each = google_tags_tag_value.never

  parent       = urlencode("cloudresourcemanager.googleapis.com/projects/${local.project}")
  name         = "vault-copies"
  display_name = "The vault is never copied"
  rules {
    description = "Exports, clones and backups of the vault"
    deny_rule {
      denied_principals = ["principalSet://goog/public:all"]
      denied_permissions = [
        "datastore.googleapis.com/databases.export",
        "datastore.googleapis.com/databases.clone",
        "datastore.googleapis.com/backupSchedules.create",
      ]
      denial_condition {
        title      = "The vault"
        expression = "resource.matchTagId('${each.value.parent}', '${each.value.id}')"
      }
    }
  }
}

locals {
  exempt_fields = merge([
    for database, collections in local.firestore.exempt : merge([
      for collection, fields in collections : {
        for field in fields : "${database}/${collection}/${field}" => {
          database   = database
          collection = collection
          field      = field
          ttl        = database == "(default)" && lookup(local.firestore.ttl, collection, "") == field
        }
      }
    ]...)
  ]...)
}

# Fields that rise with time would put every write of a lesson into one narrow range of an index, what is sealed is
# never queried for, and a list costs an entry for each element: none has an index of its own.
resource "google_firestore_field" "exempt" {
  for_each = local.exempt_fields

  project    = local.project
  database   = local.databases[each.value.database]
  collection = each.value.collection
  field      = each.value.field

  index_config {}

  dynamic "ttl_config" {
    for_each = each.value.ttl ? [1] : []
    content {}
  }
}

resource "google_firestore_index" "this" {
  for_each = { for i in local.firestore.indexes : "${lookup(i, "database", "(default)")}/${i.collection} ${join(", ", i.fields)}" => i }

  project     = local.project
  database    = local.databases[lookup(each.value, "database", "(default)")]
  collection  = each.value.collection
  query_scope = lookup(each.value, "scope", "COLLECTION")

  dynamic "fields" {
    for_each = [for f in each.value.fields : split(" ", f)]
    content {
      field_path   = fields.value[0]
      order        = fields.value[1] == "CONTAINS" ? null : fields.value[1]
      array_config = fields.value[1] == "CONTAINS" ? "CONTAINS" : null
    }
  }
}

# Only the functions' accounts reach the databases, and rules don't bind them. Whoever comes with a web or
# mobile SDK gets nothing.
resource "google_firebaserules_ruleset" "nobody" {
  project = local.project
  source {
    files {
      name    = "firestore.rules"
      content = <<-EOT
        rules_version = '2';
        service cloud.firestore {
          match /databases/{database}/documents {
            match /{document=**} {
              allow read, write: if false;
            }
          }
        }
      EOT
    }
  }
  depends_on = [google_firestore_database.default, google_firestore_database.vault, google_firestore_database.audit]
}

resource "google_firebaserules_release" "nobody" {
  for_each = {
    "(default)" = "cloud.firestore"
    vault       = "cloud.firestore/vault"
    audit       = "cloud.firestore/audit"
  }

  project      = local.project
  name         = each.value
  ruleset_name = "projects/${local.project}/rulesets/${google_firebaserules_ruleset.nobody.name}"
}
