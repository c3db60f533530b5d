mock_resource "time_sleep" {}
