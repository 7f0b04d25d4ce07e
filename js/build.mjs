// Type check, declarations, and one minified module for the browser: dist/herald.js.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const tsc = (project) =>
  execFileSync(process.execPath, [here('node_modules/typescript/bin/tsc'), '-p', here(project)], {
    stdio: 'inherit',
  });

// Strophe.js hangs seven names on globalThis when it is loaded. A page that has its own Strophe must keep it, so
// those lines are left out; the build stops when a new Strophe.js writes them differently.
const GLOBALS = /^globalThis\.[$\w]+ = .*;$/gm;
const withoutGlobals = {
  name: 'strophe-without-globals',
  setup(hooks) {
    hooks.onLoad({ filter: /strophe\.esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const found = source.match(GLOBALS)?.length ?? 0;
      if (found !== 7)
        throw new Error(`strophe.js: 7 assignments to globalThis expected, ${found} found`);
      return { contents: source.replace(GLOBALS, ''), loader: 'js' };
    });
  },
};

const licence = await readFile(here('node_modules/strophe.js/LICENSE.txt'), 'utf8');
const banner = `/*! Herald, Apache-2.0. Contains Strophe.js 5.0.0, under the MIT licence:\n\n${licence.trim()}\n*/`;

await rm(here('dist'), { recursive: true, force: true });
tsc('tsconfig.json');
tsc('tsconfig.dist.json');
await build({
  entryPoints: [here('src/herald.ts')],
  outfile: here('dist/herald.js'),
  absWorkingDir: here('.'),
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2020',
  sourcemap: true,
  banner: { js: banner },
  plugins: [withoutGlobals],
  logLevel: 'warning',
});
