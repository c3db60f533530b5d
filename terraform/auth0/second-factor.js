/**
 * Asks for a second factor where the application wants one (acr_values, as the API's challenge of RFC 9470
 * says) and none was given within the last 15 minutes. Whoever has none yet is led to set one up.
 *
 * The Action after this one puts the time of the second factor into the access token: what a challenge
 * brought is visible to later Actions only.
 */
const WANTED = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
const FRESH = 15 * 60 * 1000; // ms; the API's limit, domain.SecondFactorAge
const FACTORS = ["otp", "webauthn-roaming", "webauthn-platform"];

exports.onExecutePostLogin = async (event, api) => {
  // A refreshed token comes without a browser in which a person could be asked.
  if (event.transaction?.protocol === "oauth2-refresh-token") return;
  if (!(event.transaction?.acr_values ?? []).includes(WANTED)) return;
  const given = (event.authentication?.methods ?? [])
    .filter((m) => m.name === "mfa")
    .map((m) => Date.parse(m.timestamp));
  if (given.some((at) => Date.now() - at < FRESH)) return;
  const enrolled = (event.user.enrolledFactors ?? [])
    .map((f) => f.type)
    .filter((type) => FACTORS.includes(type));
  if (enrolled.length > 0) {
    api.authentication.challengeWithAny(enrolled.map((type) => ({ type })));
  } else {
    api.authentication.enrollWithAny(FACTORS.map((type) => ({ type })));
  }
};
