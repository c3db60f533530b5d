const { answer, origin } = document.currentScript.dataset;
const receiver = window.opener ?? window.parent;
if (receiver !== window) {
  receiver.postMessage({ type: "authorization_response", response: JSON.parse(answer) }, origin);
}
