# Rate limits for each address. A school is one address: everything its students do within a minute has to get
# through, and twice of it, since a bad network repeats. With S students of the largest school
# (school_size, 1,500 unless told otherwise):
#
#   join      all type a code and join when the bell rings, which is two
#             requests, and half of them try again:                3 x S      a minute   (4,500)
#   solutions all look after the close, twice:                     2 x S      a minute
#   state     past the edge's cache: a session a second at most; S/25 lessons at once:
#                                                     60 x S/25 = 2.4 x S, twice          (7,200)
#   answer    one every 4 seconds from each, twice:               30 x S      a minute   (45,000)
#   org       everyone looks at what the school promises, past the edge's cache; S/25 teachers who erase a student or
#             read a receipt, 10 a minute each:          1.4 x S, twice          (4,200)
#   request   S/25 people who work on requests, 10 a minute each, which is far more than there are:
#                                                                0.4 x S, twice          (1,200)
#   rights    everyone looks and a tenth erase, twice:           2.2 x S      a minute   (3,300)
#   teacher   S/25 teachers who are watching and clicking, 60 a minute each:
#                                                                2.4 x S, twice          (7,200)
#   watch     every student waits for the next question, which comes every 15 seconds at the fastest, and asks again
#             within a second, twice:                              8 x S      a minute   (12,000)
#   live      S/25 teachers whose views connect again, 10 a minute each:
#                                                                0.4 x S, twice          (1,200)
#   incident  every page asks for the public notice when it opens:
#                                                                  2 x S, twice          (6,000)
#
# Cloud Armor counts for each backend and each region of Google's by itself, though backends share a policy: join and
# solutions are one backend, state is another. So the limit of a policy is that of its busiest backend.
#
# Guessing codes: 17^6 = 24.1 million codes. More than 3 x S joins a minute are refused; more than 4 x S in
# ten minutes, which is a whole lesson's start with every code and every join repeated, shut the address out for ten. Just
# below that an address gets 24 x S = 36,000 guesses an hour: with 200 lessons open at once, one hit in
# 24.1M / 200 / 36,000 = 3.3 hours, which shows the questions and one more name to the teacher, who can lock
# the door. Unguessable ids (128 bits) need no limit of their own.
#
# Requests to a school by anybody (/v1/requests) are few: who makes one sends it, a code or two, and looks at it now and
# then. 20 a minute are enough for everybody behind one address; whom they mail, and how many wait, is bounded by what is
# stored, whatever the address.
#
# Newsletters are left one by one (/v1/unsubscribe), but mail programs of many teachers do it through a few addresses of their
# provider's, in the hour after one was sent: 120 a minute, of which each may take a call of Cloud KMS. Nobody guesses one of 128 bits.
#
# Requests are refused with 429, which clients treat as "try again later". Bodies are never inspected or
# logged: they hold names and answers, and a rule against attacks would read them as attacks.

locals {
  limits = {
    answer   = { per_minute = 30 * var.school_size }
    incident = { per_minute = 4 * var.school_size }
    live     = { per_minute = ceil(0.8 * var.school_size) }
    join     = { per_minute = ceil(4.8 * var.school_size) }
    org      = { per_minute = ceil(2.8 * var.school_size) }
    request  = { per_minute = ceil(0.8 * var.school_size) }
    rights   = { per_minute = ceil(2.2 * var.school_size) }
    teacher  = { per_minute = ceil(4.8 * var.school_size) }
    watch    = { per_minute = 8 * var.school_size }
  }
}

resource "google_compute_security_policy" "function" {
  for_each = local.served

  project     = local.project
  name        = each.key
  description = "Rate limits of ${each.key}"
  type        = "CLOUD_ARMOR"

  advanced_options_config {
    json_parsing = "DISABLED"
    log_level    = "NORMAL" # VERBOSE would keep parts of requests
  }

  dynamic "rule" {
    for_each = each.key == "join" ? [1] : []
    content {
      description = "Joins: a school's bell passes, guessing codes does not"
      priority    = 100
      action      = "rate_based_ban"
      match {
        expr {
          expression = "request.path == '/v1/join' || request.path == '/v1/rejoin' || request.path.startsWith('/v1/codes/')"
        }
      }
      rate_limit_options {
        enforce_on_key = "IP"
        conform_action = "allow"
        exceed_action  = "deny(429)"
        rate_limit_threshold {
          count        = 3 * var.school_size
          interval_sec = 60
        }
        ban_threshold {
          count        = 4 * var.school_size
          interval_sec = 600
        }
        ban_duration_sec = 600
      }
    }
  }

  dynamic "rule" {
    for_each = each.key == "rights" ? [1] : []
    content {
      description = "Requests to a school: somebody who writes one passes, a program that sends them does not"
      priority    = 100
      action      = "throttle"
      match {
        expr {
          expression = "request.path.startsWith('/v1/requests')"
        }
      }
      rate_limit_options {
        enforce_on_key = "IP"
        conform_action = "allow"
        exceed_action  = "deny(429)"
        rate_limit_threshold {
          count        = 20
          interval_sec = 60
        }
      }
    }
  }

  dynamic "rule" {
    for_each = each.key == "org" ? [1] : []
    content {
      description = "Leaving a newsletter: a provider's mail programs pass, a program that tries tokens does not"
      priority    = 100
      action      = "throttle"
      match {
        expr {
          expression = "request.path == '/v1/unsubscribe'"
        }
      }
      rate_limit_options {
        enforce_on_key = "IP"
        conform_action = "allow"
        exceed_action  = "deny(429)"
        rate_limit_threshold {
          count        = 120
          interval_sec = 60
        }
      }
    }
  }

  rule {
    description = "Everything: twice what the largest school does"
    priority    = 1000
    action      = "throttle"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      enforce_on_key = "IP"
      conform_action = "allow"
      exceed_action  = "deny(429)"
      rate_limit_threshold {
        count        = local.limits[each.key].per_minute
        interval_sec = 60
      }
    }
  }

  rule {
    description = "The rule that every policy ends with"
    priority    = 2147483647
    action      = "allow"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}
