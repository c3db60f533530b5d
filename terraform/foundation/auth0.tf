# Signing in. The names of claims and permissions are the code's (shared/auth, shared/domain).

locals {
  permissions = {
    "sessions:write"     = "Write question sets and hold sessions"
    "results:read"       = "See results of one's own sessions"
    "data:delete"        = "Delete sessions and erase students"
    "org:admin"          = "See and govern everything of one's school"
    "incidents:manage"   = "Keep one's school's breach register"
    "rights:manage"      = "Decide what people ask of one's school about their data"
    "platform:incidents" = "Keep the breach register across schools"
    "platform:orgs"      = "Add schools, change them and end their contracts"
  }
  roles = {
    teacher       = ["sessions:write", "results:read", "data:delete"]
    administrator = ["sessions:write", "results:read", "data:delete", "org:admin", "incidents:manage", "rights:manage"]
    operator      = ["platform:incidents", "platform:orgs", "org:admin", "rights:manage"]
  }
  connections = merge(
    { password = auth0_connection.password.id },
    { for c in auth0_connection.google : "google" => c.id },
    { for c in auth0_connection.microsoft : "microsoft" => c.id },
  )
  origin = "https://${var.domain}"
}

resource "auth0_tenant" "this" {
  friendly_name                     = "cleanslate"
  support_email                     = var.support_email
  session_lifetime                  = 12 # hours: a school day
  idle_session_lifetime             = 3  # hours
  customize_mfa_in_postlogin_action = true
  enabled_locales                   = ["en", "de", "fr", "es"]
  flags {
    enable_client_connections              = false # connections are enabled explicitly
    enable_public_signup_user_exists_error = false # nobody can ask who has an account
    revoke_refresh_token_grant             = true
    disable_clickjack_protection_headers   = false
  }
  session_cookie {
    mode = "non-persistent" # ends with the browser, on shared machines
  }
}

resource "auth0_resource_server" "api" {
  name                                            = "cleanslate"
  identifier                                      = "https://api.${var.domain}"
  signing_alg                                     = "RS256"
  enforce_policies                                = true                 # RBAC
  token_dialect                                   = "access_token_authz" # permissions in the access token
  token_lifetime                                  = 3600
  token_lifetime_for_web                          = 3600
  allow_offline_access                            = true
  skip_consent_for_verifiable_first_party_clients = true
}

resource "auth0_resource_server_scopes" "api" {
  resource_server_identifier = auth0_resource_server.api.identifier
  dynamic "scopes" {
    for_each = local.permissions
    content {
      name        = scopes.key
      description = scopes.value
    }
  }
}

resource "auth0_role" "this" {
  for_each = local.roles

  name        = each.key
  description = join(", ", each.value)
}

resource "auth0_role_permissions" "this" {
  for_each = local.roles

  role_id = auth0_role.this[each.key].id
  dynamic "permissions" {
    for_each = each.value
    content {
      name                       = permissions.value
      resource_server_identifier = auth0_resource_server.api.identifier
    }
  }
  depends_on = [auth0_resource_server_scopes.api]
}

# The teacher's part of the web app: code with PKCE, no secret; refresh tokens that are good once.
resource "auth0_client" "web" {
  name                          = "cleanslate"
  app_type                      = "spa"
  is_first_party                = true
  oidc_conformant               = true
  grant_types                   = ["authorization_code", "refresh_token"]
  callbacks                     = ["${local.origin}/teach/"]
  initiate_login_uri            = "${local.origin}/teach/" # where invitations lead; Auth0 makes none without it
  allowed_logout_urls           = ["${local.origin}/teach/"]
  web_origins                   = [local.origin]
  cross_origin_auth             = false
  organization_usage            = "require"
  organization_require_behavior = "post_login_prompt"
  jwt_configuration {
    alg                 = "RS256"
    lifetime_in_seconds = 3600
  }
  refresh_token {
    rotation_type                = "rotating"
    expiration_type              = "expiring"
    leeway                       = 10
    token_lifetime               = 43200 # a school day
    idle_token_lifetime          = 10800
    infinite_token_lifetime      = false
    infinite_idle_token_lifetime = false
  }
}

# What the function identity signs in as: it alone changes who may sign in where. The scopes are those that shared/account
# uses; the local stand-in enforces the same.
resource "auth0_client" "identity" {
  name            = "cleanslate identity"
  app_type        = "non_interactive"
  is_first_party  = true
  oidc_conformant = true
  grant_types     = ["client_credentials"]
  jwt_configuration {
    alg                 = "RS256"
    lifetime_in_seconds = 3600
  }
}

resource "auth0_client_grant" "identity" {
  client_id = auth0_client.identity.client_id
  audience  = "https://${var.auth0_domain}/api/v2/"
  scopes = [
    "create:organization_invitations", "read:organization_invitations", "delete:organization_invitations",
    "read:organization_members", "delete:organization_members",
    "read:organization_member_roles", "create:organization_member_roles", "delete:organization_member_roles",
    "create:organizations", "create:organization_connections", "read:organizations", "delete:users",
  ]
}

resource "auth0_connection" "password" {
  name     = "cleanslate-password"
  strategy = "auth0"
  options {
    disable_signup         = true # people are invited by their school
    brute_force_protection = true
    password_policy        = "good"
    password_complexity_options {
      min_length = 12
    }
    password_no_personal_info {
      enable = true
    }
    password_dictionary {
      enable = true
    }
    password_history {
      enable = true
      size   = 5
    }
    mfa {
      active                 = true
      return_enroll_settings = true
    }
  }
}

resource "auth0_connection" "google" {
  count = nonsensitive(var.google_login == null) ? 0 : 1

  name     = "google-oauth2"
  strategy = "google-oauth2"
  options {
    client_id                = var.google_login.client_id
    client_secret            = var.google_login.client_secret
    scopes                   = ["email", "profile"]
    set_user_root_attributes = "on_each_login"
  }
}

resource "auth0_connection" "microsoft" {
  count = nonsensitive(var.microsoft_login == null) ? 0 : 1

  name     = "microsoft"
  strategy = "waad"
  options {
    client_id                              = var.microsoft_login.client_id
    client_secret                          = var.microsoft_login.client_secret
    identity_api                           = "microsoft-identity-platform-v2.0"
    waad_protocol                          = "openid-connect"
    waad_common_endpoint                   = true # schools sign in from their own tenants
    user_id_attribute                      = "oid"
    scopes                                 = ["basic_profile"]
    should_trust_email_verified_connection = "never_set_emails_as_verified"
    set_user_root_attributes               = "on_each_login"
  }
}

resource "auth0_connection_clients" "this" {
  for_each = local.connections

  connection_id   = each.value
  enabled_clients = [auth0_client.web.id]
}

# The operator's own organization. Those of schools come and go with their contracts (infra/deploy.md): who belongs to
# them, and as what, is decided in the app.
resource "auth0_organization" "operator" {
  name         = var.operator.name
  display_name = var.operator.display_name
}

resource "auth0_organization_connections" "operator" {
  organization_id = auth0_organization.operator.id
  dynamic "enabled_connections" {
    for_each = var.operator.logins
    content {
      connection_id              = local.connections[enabled_connections.value]
      assign_membership_on_login = false # membership is the school's to give
      is_signup_enabled          = false
      show_as_button             = enabled_connections.value != "password"
    }
  }
}

# A second factor is demanded by the first Action below where the API asks for one. That Action also decides who may set
# one up: a password alone must not be enough. No other way to set one up is open: the application has no grant for
# Auth0's MFA API.
resource "auth0_guardian" "this" {
  policy        = "never" # the Action decides
  otp           = true
  recovery_code = true
  webauthn_roaming {
    enabled           = true
    user_verification = "preferred"
  }
  webauthn_platform {
    enabled = true
  }
}

# Two Actions, in this order: what a challenge brought is visible only to the Action after the one that asked.
resource "auth0_action" "second_factor" {
  name    = "second-factor"
  runtime = "node22"
  deploy  = true
  code    = file("${path.module}/auth0/second-factor.js")
  supported_triggers {
    id      = "post-login"
    version = "v3"
  }
}

resource "auth0_action" "claims" {
  name    = "claims"
  runtime = "node22"
  deploy  = true
  code    = file("${path.module}/auth0/claims.js")
  supported_triggers {
    id      = "post-login"
    version = "v3"
  }
  dependencies {
    name    = "nodemailer"
    version = "10.6.1"
  }
  dynamic "secrets" {
    for_each = {
      SMTP_HOST     = var.smtp.host
      SMTP_SECURITY = var.smtp.security
      SMTP_FROM     = var.smtp.from
      SMTP_USERNAME = nonsensitive(var.sign_in_relay.username)
      SMTP_PASSWORD = nonsensitive(var.sign_in_relay.password) # the argument is sensitive by itself
    }
    content {
      name  = secrets.key
      value = secrets.value
    }
  }
}

resource "auth0_trigger_actions" "post_login" {
  trigger = "post-login"
  actions {
    id           = auth0_action.second_factor.id
    display_name = auth0_action.second_factor.name
  }
  actions {
    id           = auth0_action.claims.id
    display_name = auth0_action.claims.name
  }
}

resource "auth0_attack_protection" "this" {
  brute_force_protection {
    enabled      = true
    max_attempts = 10
    mode         = "count_per_identifier_and_ip" # a school is one address: its other teachers go on
    shields      = ["block", "user_notification"]
  }
  suspicious_ip_throttling {
    enabled = true
    shields = ["admin_notification", "block"]
    pre_login {
      max_attempts = 200 # failures a day from one address, which may be a school's
      rate         = 432000
    }
    pre_user_registration {
      max_attempts = 50
      rate         = 1200
    }
  }
  breached_password_detection {
    enabled                      = true
    method                       = "standard"
    shields                      = ["block", "user_notification", "admin_notification"]
    admin_notification_frequency = ["daily"]
    pre_change_password {
      shields = ["block"]
    }
  }
}

resource "auth0_branding" "this" {
  favicon_url = "${local.origin}/icon.svg"
  logo_url    = "${local.origin}/icon.svg"
  colors {
    primary         = "#0b5c63" # as in web/src/style/tokens.css
    page_background = "#f6f5f1"
  }
}

resource "auth0_prompt" "this" {
  universal_login_experience     = "new"
  identifier_first               = true
  webauthn_platform_first_factor = false
}
