// Texts that run something where a page takes text for markup, script, address or
// format. Each would set window.pwned or open a dialog.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { auth0Origin } from './desk';
import { BASE } from './stack';

export const hostile: string[] = [
  '<script>pwned=1</script>',
  '<img src=x onerror=pwned=1>',
  '<svg onload=pwned=1>',
  '"><svg/onload=pwned=1>',
  "'><img src=x onerror=pwned=1>",
  '<iframe srcdoc="<script>parent.pwned=1</script>">',
  '<body onload=pwned=1>',
  '<input autofocus onfocus=pwned=1>',
  '<details open ontoggle=pwned=1>',
  '<video><source onerror=pwned=1></video>',
  '<math><mtext><table><mglyph><style><img src=x onerror=pwned=1>',
  '<noscript><p title="</noscript><img src=x onerror=pwned=1>">',
  '<a href="javascript:pwned=1">x</a>',
  'javascript:pwned=1',
  'data:text/html,<script>pwned=1</script>',
  '</title><script>pwned=1</script>',
  '</textarea><script>pwned=1</script>',
  '</option></select><img src=x onerror=pwned=1>',
  '<template><script>pwned=1</script></template>',
  '<base href=//evil.example/>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=//evil.example/">',
  '<style>@import "//evil.example/x.css";</style>',
  '<form action=//evil.example><button>x</button></form>',
  '<object data=//evil.example/x.swf>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is an attack on templates
  '${pwned=1}',
  '{{constructor.constructor("pwned=1")()}}',
  '#{pwned=1}',
  '%3Cscript%3Epwned=1%3C/script%3E',
  '&lt;script&gt;pwned=1&lt;/script&gt;',
  '\u003cimg src=x onerror=pwned=1\u003e',
  '<scr\u0000ipt>pwned=1</script>',
  '<ſcript>pwned=1</ſcript>',
  '<img src=`x`onerror=pwned=1>',
  '<x contenteditable onblur=pwned=1>x',
  '__proto__',
  'constructor',
  "=cmd|' /C calc'!A0",
  '\u202egnp.exe',
  '<!--<img src="--><img src=x onerror=pwned=1//">',
];

/** Those that a name can be: short enough, and without what names are refused for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: names with them are refused
export const hostileNames = hostile.filter((text) => text.length <= 40 && !/[\u0000\u202e]/.test(text));

/** Checks that no hostile text on the page became anything but text. */
export async function checkNothingRan(page: Page, where: string): Promise<void> {
  // A page may hold the script and the style that it was served with: the policy names them by their hash.
  const served = await (await fetch(BASE + (page.url().startsWith(`${BASE}/teach`) ? '/teach/' : '/'))).text();
  const found = await page.evaluate(
    ([auth0, served]) => ({
      pwned: (window as { pwned?: unknown }).pwned,
      // Elements that the app itself never makes.
      strange: [
        ...document.querySelectorAll(
          'script:not([src]), img, iframe, object, embed, base, meta[http-equiv], video, math, template, style, body [onload], body [onerror], body [onfocus]',
        ),
      ]
        // The sign-in library asks Auth0 in a hidden frame whether somebody is signed in, and removes it soon after.
        .filter(
          (e) =>
            !(e instanceof HTMLIFrameElement && e.src.startsWith(`${auth0}/authorize?`) && e.style.display === 'none'),
        )
        .map((e) => e.outerHTML)
        .filter((html) => !served!.includes(html)),
      foreign: [...document.querySelectorAll('a[href]')]
        .map((a) => a.getAttribute('href')!)
        .filter((href) => !/^(\/(?!\/)|#|mailto:[^?]*$|blob:)/.test(href)),
    }),
    [await auth0Origin(), served] as const,
  );
  expect(found, where).toEqual({ pwned: undefined, strange: [], foreign: [] });
}
