import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/**
 * Makes a student's page show its frame before its style and script are there, and
 * ask for all it needs at once. Style and script that stand in the page itself must
 * be named by their hash in the Content-Security-Policy: infra/deployment says which.
 */
export const first: Plugin = {
  name: 'first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle, path }) {
      if (path !== '/index.html') return html;
      const files = Object.values(bundle!).flatMap((file) => {
        const id = file.type === 'chunk' ? file.facadeModuleId : null;
        const language = /\/src\/student\/messages\/(\w+)\.ts$/.exec(id ?? '')?.[1];
        return language ? [` data-${language}="/${file.fileName}"`] : [];
      });
      // A stylesheet keeps back what stands behind it, scripts too.
      const style = /\s*<link rel="stylesheet"[^>]*>/.exec(html)![0];
      const script = `<script${files.join('')}>${read('first.js')}</script>`;
      return {
        html: html.replace(style, '').replace('<div id="app">', (app) => script + style + `\n    ${app}`),
        tags: [{ tag: 'style', children: read('frame.css'), injectTo: 'head' }],
      };
    },
  },
};
