/** The tree's arrows: renderer -> shared <- main, preload -> shared; in main, app -> domains -> platform. */
const electron = '(^|/)node_modules/electron(/|$)'
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })

module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'A cycle means two files are one idea, or an arrow points the wrong way.',
    ),
    rule(
      'shared-knows-nobody',
      { path: '^src-shared' },
      { path: `^src-(main|preload|renderer)|${electron}` },
      'src-shared is the agreement between the sides.',
    ),
    rule('renderer-only-shared', { path: '^src-renderer' }, { path: `^src-(main|preload)|${electron}` }, 'The window talks to main through contracts only.'),
    rule('preload-only-shared', { path: '^src-preload' }, { path: '^src-(main|renderer)' }, 'The preload is a bridge without domain knowledge.'),
    rule('main-without-window', { path: '^src-main' }, { path: '^src-(renderer|preload)' }, 'Main never imports the window.'),
    rule(
      'no-node-outside-main',
      { path: '^src-(shared|renderer)', pathNot: '\\.test\\.' },
      { dependencyTypes: ['core'] },
      'Shared code and the window run without Node.',
    ),
    rule('platform-knows-no-domain', { path: '^src-main/platform' }, { path: '^src-main/(?!platform/)' }, 'platform/ is below every domain.'),
    rule(
      'domain-through-its-door',
      { path: '^src-main/(?!app/)([^/]+)/' },
      { path: '^src-main/(?!platform/)[^/]+/(?!index\\.ts$)', pathNot: '^src-main/$1/' },
      'Enter another domain through its index.ts.',
    ),
    rule(
      'feature-through-its-door',
      { path: '^src-renderer/(?!app/)([^/]+)/' },
      { path: '^src-renderer/(?!elements/|bridge/)[^/]+/(?!index\\.tsx?$)', pathNot: '^src-renderer/$1/' },
      'Enter another feature through its index.ts.',
    ),
    rule(
      'models-hear-no-comments',
      { path: '^src-main/(agents|llm|generation)/' },
      { path: '^src-(main|shared)/comments/' },
      'What people write on songs is data to find them by, never words for a model that follows words.',
    ),
    rule('elements-know-no-feature', { path: '^src-renderer/elements/' }, { path: '^src-renderer/(?!elements/)' }, 'Elements have no business words.'),
    rule(
      'worker-is-sealed',
      { path: '\\.worker\\.ts$' },
      { path: `${electron}|better-sqlite3|kysely|^src-main/platform/database/(?!open-for-(reading|writing)\\.ts$)` },
      'Workers never touch Electron, and the database only through a connection made for a thread.',
    ),
    rule(
      'one-thread-writes',
      { pathNot: '^src-main/platform/database/writ[^/]+\\.ts$' },
      { path: '^src-main/platform/database/open-for-writing\\.ts$' },
      'The library is written by main and, in turns with it, by one thread.',
    ),
    rule(
      'cli-without-electron',
      { path: '^src-main/(cli|app/composition-root)\\.ts$' },
      { path: electron, reachable: true },
      'The command line runs without Electron.',
    ),
    rule('tests-stay-beside', { pathNot: '\\.test\\.tsx?$|^e2e/|^bench/' }, { path: '\\.test\\.tsx?$' }, 'Nothing imports a test.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
