import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const readPackage = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** The folder that `name` resolves to when code in `from` asks for it; undefined when it is not installed. */
const findPackage = (from, name) => {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (folder === dirname(folder)) return undefined
  }
}

/** "react-dom/client" is in "react-dom", "@base-ui/react/menu" in "@base-ui/react". */
export const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Packages that the sources of a folder import: they end up inside the window's bundle. */
export const importedPackages = (folder) => {
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => /\.(tsx?|css)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name),
  )
  const specifiers = sources.flatMap((entry) => {
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    return [...text.matchAll(/(?:\bfrom|\bimport|@import)\s*\(?\s*['"]([^'".][^'"]*)['"]/g)].map(([, specifier]) => specifier)
  })
  return [...new Set(specifiers.filter((specifier) => !/^(node:|virtual:|url\(|[a-z]+:)/.test(specifier)).map(packageOf))].sort()
}

/**
 * Everything that reaches a person's computer: the production dependencies, what the window's bundle imports, and what all of these need.
 *
 * @returns folders of packages, each once
 */
export const shippedFolders = (root) => {
  const roots = [
    ...Object.keys(readPackage(root).dependencies ?? {}),
    ...importedPackages(join(root, 'src-renderer')),
    ...importedPackages(join(root, 'src-shared')),
  ]
  const found = new Set()
  const visit = (from, name) => {
    const folder = findPackage(from, name)
    if (!folder || found.has(folder)) return
    found.add(folder)
    const { dependencies = {}, optionalDependencies = {} } = readPackage(folder)
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) visit(folder, needed)
  }
  for (const name of roots) visit(root, name)
  return [...found].sort()
}

/** @returns {Map<string, string>} "name@version" with one of the folders that hold it */
export const shippedVersions = (folders) => {
  const found = new Map()
  for (const folder of folders) {
    const { name, version } = readPackage(folder)
    if (!found.has(`${name}@${version}`)) found.set(`${name}@${version}`, folder)
  }
  return found
}
