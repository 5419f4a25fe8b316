import { html, Markup, type Value } from './html.js';
import { style } from './style.js';

/** A whole page: its style is inside, it runs no script and loads nothing. */
export const page = (title: string, body: Value): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="generator" content="RNNLab" />
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
${body}
<footer>Made by RNNLab. This file is complete: it loads nothing and can be kept, mailed and printed.</footer>
</main>
</body>
</html>
`.toString();
