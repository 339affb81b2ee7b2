const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:100vh;margin:0}
main{width:min(22rem,90vw)}label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}input,button{padding:.5rem;margin-top:.5rem}
p[role=alert]{color:light-dark(#a3001b,#ff8a95)}`;

/** The page that asks for the token. `problem` is text of ours. */
export function loginPage(problem?: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Hybrid Context: sign in</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main><h1>Hybrid Context</h1><form method="post" action="/login"><label for="token">Token, as the command printed it</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus><button>Sign in</button></form>${problem ? `<p role="alert">${problem}</p>` : ''}</main></body></html>`;
}
