import { describe, expect, it } from 'vitest';
import { html, nothing } from './html.js';

describe('html', () => {
  it('escapes strings, in text and in attributes', () => {
    expect(html`<a title="${'"><b>'}">${"<i>&'"}</a>`.source).toBe(
      '<a title="&quot;&gt;&lt;b&gt;">&lt;i&gt;&amp;&#39;</a>',
    );
  });

  it('inserts markup and lists of it as they are, and nothing for what is absent', () => {
    const items = ['a', 'b'].map((name) => html`<li>${name}</li>`);
    expect(html`<ul>${items}${undefined}${null}${false}${nothing}${0}</ul>`.source).toBe(
      '<ul><li>a</li><li>b</li>0</ul>',
    );
  });

  it('replaces control characters and lone surrogates but keeps line breaks', () => {
    expect(html`${'a\u0000b\ud800c\n\td'}`.source).toBe('a\ufffdb\ufffdc\n\td');
  });
});
