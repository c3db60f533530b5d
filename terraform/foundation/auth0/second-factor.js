/**
 * Asks for a second factor where the application wants one (acr_values, as the API's challenge of RFC 9470
 * says) and none was given within the last 15 minutes. Whoever has none may set one up only
 *
 *   - at the first sign-in of all, if it carries an invitation. The invitation came to the person's mailbox;
 *     Auth0 takes it once, and only from the account that it was made for
 *     (https://support.auth0.com/center/s/article/auth0-organization-invitation-disappears-without-being-accepted).
 *     An Action sees it in event.request.query, which holds the parameters of the authorization request
 *     (https://auth0.com/docs/customize/actions/reference/post-login/post-login-event-object). Those are the
 *     sender's to choose, so they alone prove nothing: a stolen password comes with a later sign-in.
 *   - until the time that an administrator had released (infra/factor), at most 24 hours away.
 *
 * Otherwise a stolen password would be enough to set up the thief's own. Such a sign-in goes on without a second
 * factor, and the ID token says why, so that the page can tell the person what to do.
 *
 * The Action after this one puts the time of the second factor into the access token: what a challenge
 * brought is visible to later Actions only.
 */
const WANTED = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
const FRESH = 15 * 60 * 1000; // ms; the API's limit, domain.SecondFactorAge
const FACTORS = ["otp", "webauthn-roaming", "webauthn-platform"];
const LONGEST_RELEASE = 24 * 60 * 60 * 1000; // ms
const CLOSED = "https://cleanslate/mfa_closed"; // web/src/staff/auth.ts

exports.onExecutePostLogin = async (event, api) => {
  // A refreshed token comes without a browser in which a person could be asked.
  if (event.transaction?.protocol === "oauth2-refresh-token") return;
  const enrolled = (event.user.enrolledFactors ?? [])
    .map((f) => f.type)
    .filter((type) => FACTORS.includes(type));
  // Later it would take an administrator, so the invited set theirs up at once.
  const first = enrolled.length === 0 && invited(event);
  if (!first && !(event.transaction?.acr_values ?? []).includes(WANTED)) return;
  const given = (event.authentication?.methods ?? [])
    .filter((m) => m.name === "mfa")
    .map((m) => Date.parse(m.timestamp));
  if (given.some((at) => Date.now() - at < FRESH)) return;
  if (enrolled.length > 0) {
    api.authentication.challengeWithAny(enrolled.map((type) => ({ type })));
  } else if (first || released(event.user)) {
    api.authentication.enrollWithAny(FACTORS.map((type) => ({ type })));
  } else {
    api.idToken.setCustomClaim(CLOSED, true);
  }
};

function invited(event) {
  const { invitation, organization } = event.request?.query ?? {};
  return (
    typeof invitation === "string" &&
    invitation !== "" &&
    event.organization !== undefined &&
    organization === event.organization.id &&
    event.stats?.logins_count === 1
  );
}

function released(user) {
  const left = Date.parse(user.app_metadata?.enrollUntil) - Date.now(); // NaN if there is no such time
  return left > 0 && left <= LONGEST_RELEASE;
}
