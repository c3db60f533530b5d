project       = "cleanslate-dev"
ticket_secret = { current = 1 }
# The sizes of the defaults, but nothing stays awake.
sizes = {
  answer    = { cpu = "1", memory = "512Mi", concurrency = 500, max_instances = 5 }
  breach    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  export    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  find      = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  identity  = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  incident  = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 2 }
  join      = { cpu = "1", memory = "512Mi", concurrency = 200, max_instances = 5 }
  live      = { cpu = "1", memory = "512Mi", concurrency = 100, max_instances = 5, timeout = 3600 }
  notify    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  org       = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 2 }
  request   = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 2 }
  retention = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  rights    = { cpu = "1", memory = "512Mi", concurrency = 40, max_instances = 2 }
  teacher   = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 5 }
  watch     = { cpu = "1", memory = "512Mi", concurrency = 1000, max_instances = 5 }
}
