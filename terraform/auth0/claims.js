/**
 * Puts the time of the latest second factor into the access token, in seconds since 1970. The organization
 * (org_id) and the permissions arrive there by themselves.
 */
const MFA_AT = "https://cleanslate/mfa_at"; // auth.MFAClaim

exports.onExecutePostLogin = async (event, api) => {
  const given = (event.authentication?.methods ?? [])
    .filter((m) => m.name === "mfa")
    .map((m) => Date.parse(m.timestamp))
    .filter((at) => !Number.isNaN(at));
  if (given.length > 0) {
    api.accessToken.setCustomClaim(MFA_AT, Math.floor(Math.max(...given) / 1000));
  }
};
