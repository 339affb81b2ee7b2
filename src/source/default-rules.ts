/**
 * What is left out when no ignore file says otherwise. Short on purpose: a folder named `build`,
 * `dist`, `vendor` or `target` may hold sources, so only .gitignore decides about those. A `!name`
 * line in .gitignore or .hybridcontextignore brings any of these back, except version control.
 */
const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj', '.bzr', 'CVS']);

const FOLDERS = new Set([
  // installed packages
  'node_modules', 'bower_components', 'jspm_packages', '.yarn', '.pnpm-store', '.npm', '.venv',
  'site-packages', '.bundle', '.gradle', '.m2', '.cargo', '.terraform',
  // caches and generated output with a name that nothing else has
  '.cache', '.parcel-cache', '.turbo', '.nx', '.next', '.nuxt', '.svelte-kit', '.angular', '.vite',
  '.docusaurus', '.serverless', '.aws-sam', '.nyc_output', '.eggs', '__pycache__', '.mypy_cache',
  '.pytest_cache', '.ruff_cache', '.tox', '.nox', '.ipynb_checkpoints', '.idea', '.vs',
]);

const LOCK_FILES = new Set([
  'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock',
  'deno.lock', 'composer.lock', 'Gemfile.lock', 'Cargo.lock', 'poetry.lock', 'uv.lock', 'pdm.lock',
  'Pipfile.lock', 'go.sum', 'go.work.sum', 'flake.lock', 'mix.lock', 'pubspec.lock',
  'Podfile.lock', 'packages.lock.json', 'gradle.lockfile', '.terraform.lock.hcl',
]);

const SYSTEM_FILES = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

const BINARY_EXTENSIONS = new Set([
  // pictures, sound, video, fonts
  'png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'ico', 'icns', 'bmp', 'tif', 'tiff', 'heic', 'psd',
  'mp3', 'wav', 'ogg', 'flac', 'm4a', 'mp4', 'mov', 'avi', 'mkv', 'webm', 'woff', 'woff2', 'ttf',
  'otf', 'eot',
  // documents and archives
  'pdf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'odt', 'ods', 'epub', 'zip', 'gz', 'tgz',
  'bz2', 'xz', 'zst', 'br', '7z', 'rar', 'tar', 'jar', 'war', 'whl', 'deb', 'rpm', 'dmg', 'iso',
  'apk', 'vsix', 'crx', 'nupkg',
  // programs and data
  'exe', 'dll', 'so', 'dylib', 'a', 'lib', 'o', 'obj', 'class', 'pyc', 'pyo', 'wasm', 'node', 'bin',
  'dat', 'db', 'sqlite', 'sqlite3', 'parquet', 'onnx', 'npy', 'npz', 'pkl', 'lockb',
]);

const MINIFIED = /[.-]min\.(?:js|mjs|cjs|css)$/i;
const SOURCE_MAP = /\.(?:js|mjs|cjs|css|ts)\.map$/i;

/** Version control data is never listed nor entered, whatever the ignore files say. */
export function isVersionControl(name: string): boolean {
  return VERSION_CONTROL.has(name);
}

/** Why a folder of this name is left out by default, or undefined. */
export function folderRule(name: string): string | undefined {
  return FOLDERS.has(name) ? 'folder of packages, caches or generated files' : undefined;
}

/** Why a file of this name is left out by default, or undefined. */
export function fileRule(name: string): string | undefined {
  if (LOCK_FILES.has(name)) return 'lock file';
  if (MINIFIED.test(name)) return 'minified bundle';
  if (SOURCE_MAP.test(name)) return 'source map';
  return SYSTEM_FILES.has(name) ? 'file of the operating system' : undefined;
}

/** Whether the name alone says that the content is not text. `.gitignore` has no extension. */
export function isBinaryName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && BINARY_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}
