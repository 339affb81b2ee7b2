const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:grid;place-items:center;min-height:100vh;margin:0;padding:1rem;color:light-dark(#1b2130,#e6e9f0);background:light-dark(#f5f6f8,#0f1319)}
main{width:min(23rem,100%);padding:1.75rem;background:light-dark(#fff,#171c25);border:1px solid light-dark(#e0e4ea,#2a3240);border-radius:.8rem}svg{display:block;width:2.25rem;height:2.25rem;fill:light-dark(#2458c7,#82aaff)}path{fill:none;stroke:light-dark(#fff,#171c25);stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:1.2rem;margin:.9rem 0 .15rem}p{margin:0;color:light-dark(#566074,#a3adbf)}label,input,button{display:block;width:100%;font:inherit}label{margin-top:1.25rem;font-weight:600}input,button{padding:.55rem .75rem;margin-top:.45rem;border-radius:.5rem}
input{color:inherit;background:light-dark(#fff,#0f1319);border:1px solid light-dark(#566074,#a3adbf)}button{margin-top:.9rem;color:light-dark(#fff,#0f1319);background:light-dark(#2458c7,#82aaff);border:0;font-weight:600;cursor:pointer}:focus-visible{outline:2px solid light-dark(#2458c7,#82aaff);outline-offset:2px}
p[role=alert]{margin-top:.9rem;padding:.5rem .75rem;border-radius:.5rem;color:light-dark(#b3001e,#ff8a95);background:light-dark(#fde8ea,#40191f)}`;
const MARK = '<svg viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6"/><path d="M4.5 16.5l5-7 4.5 4.5 5.5-8"/></svg>';

/** The page that asks for the token. `problem` is text of ours. */
export function loginPage(problem?: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Hybrid Context: sign in</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main>${MARK}<h1>Hybrid Context</h1><p>Sign in to see the dashboard.</p><form method="post" action="/login"><label for="token">Token</label><p id="where">As <code>hybrid-context serve</code> printed it.</p>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus aria-describedby="where"><button>Sign in</button></form>${problem ? `<p role="alert">${problem}</p>` : ''}</main></body></html>`;
}
