/**
 * Puts the time of the latest second factor into the access token, in seconds since 1970, and the SHA-256 of the user's
 * e-mail address if Auth0 has verified it: only there are they written to, and the token needn't hold it. The
 * organization (org_id) and the permissions arrive there by themselves.
 *
 * When a user gives a second factor for the first time, they are told by mail. Until the relay has taken that mail the
 * token doesn't carry the time, so a factor that its owner hasn't been told of opens nothing. Auth0 has no mail of its
 * own for this (https://auth0.com/docs/customize/email/email-templates).
 */
const { createHash } = require("node:crypto");
const nodemailer = require("nodemailer");

const MFA_AT = "https://cleanslate/mfa_at"; // auth.MFAClaim
const ADDRESS = "https://cleanslate/address_sha256"; // auth.AddressClaim
const PATIENCE = 8000; // ms, of the 20 s that Auth0 gives an Action

exports.onExecutePostLogin = async (event, api) => {
  const { email, email_verified: verified } = event.user;
  if (email && verified === true) {
    api.accessToken.setCustomClaim(ADDRESS, createHash("sha256").update(email.toLowerCase()).digest("base64url"));
  }
  const given = (event.authentication?.methods ?? [])
    .filter((m) => m.name === "mfa")
    .map((m) => Date.parse(m.timestamp))
    .filter((at) => !Number.isNaN(at));
  if (given.length === 0) return;
  if (!event.user.app_metadata?.factorTold) {
    try {
      await tell(event.user.email, event.secrets);
    } catch {
      console.log("The mail about a new second factor could not be sent."); // the error may hold the address
      return;
    }
    api.user.setAppMetadata("factorTold", new Date().toISOString());
    api.user.setAppMetadata("enrollUntil", null); // a release is for one factor
  }
  api.accessToken.setCustomClaim(MFA_AT, Math.floor(Math.max(...given) / 1000));
};

// In all languages: what the browser speaks may be a thief's choice.
const SUBJECT = "cleanslate: second factor set up · zweiter Faktor eingerichtet · second facteur configuré · segundo factor configurado";
const TEXT = `A second factor was set up for your cleanslate account. If that was you, there is nothing to do.
If it wasn't you, somebody has your password: change it now, and tell your school's administrator.

Für Ihr cleanslate-Konto wurde ein zweiter Faktor eingerichtet. Wenn Sie das waren, ist nichts zu tun.
Wenn nicht, kennt jemand Ihr Passwort: Ändern Sie es jetzt, und sagen Sie es der Administration Ihrer Schule.

Un second facteur a été configuré pour votre compte cleanslate. Si c'était vous, vous n'avez rien à faire.
Sinon, quelqu'un connaît votre mot de passe : changez-le maintenant et prévenez l'administration de votre établissement.

Se ha configurado un segundo factor en su cuenta de cleanslate. Si fue usted, no tiene que hacer nada.
Si no fue usted, alguien conoce su contraseña: cámbiela ahora y avise a la administración de su centro.
`;

async function tell(address, { SMTP_HOST, SMTP_SECURITY, SMTP_USERNAME, SMTP_PASSWORD, SMTP_FROM }) {
  if (!address) throw new Error("no address");
  const [host, port] = SMTP_HOST.split(":");
  const tls = SMTP_SECURITY === "tls"; // from the first byte; otherwise it begins with STARTTLS, or nothing is sent
  const relay = nodemailer.createTransport({
    host,
    port: Number(port),
    secure: tls,
    requireTLS: !tls,
    auth: { user: SMTP_USERNAME, pass: SMTP_PASSWORD },
  });
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), PATIENCE);
  });
  try {
    await Promise.race([relay.sendMail({ from: SMTP_FROM, to: address, subject: SUBJECT, text: TEXT }), late]);
  } finally {
    clearTimeout(timer);
    relay.close();
  }
}
