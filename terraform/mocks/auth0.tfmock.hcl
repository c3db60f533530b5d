mock_resource "auth0_client" {}
mock_resource "auth0_connection" {}
