/** `npm run bench [NAME …]`: every benchmark, or those named. Each compares with a named peer or limit in the same run. */
import { cpus, totalmem } from 'node:os'
import { graphDirectory } from './graph-directory.ts'
import { initialCycle } from './initial-cycle.ts'
import { leavers } from './leavers.ts'
import { log } from './log.ts'
import { mapping } from './mapping.ts'
import { scimScale } from './scim-scale.ts'
import { scimServer } from './scim-server.ts'
import { scale } from './scale.ts'
import { shards } from './shards.ts'

const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  mapping,
  'initial-cycle': initialCycle,
  'scim-server': scimServer,
  'scim-scale': scimScale,
  scale,
  leavers,
  shards,
  log,
  'graph-directory': graphDirectory,
}

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.find((name) => benchmarks[name] === undefined)
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}". There are: ${Object.keys(benchmarks).join(', ')}.\n`)
  process.exit(2)
}
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB\n`,
)
for (const [name, run] of Object.entries(benchmarks)) {
  if (names.length === 0 || names.includes(name)) await run(args.filter((arg) => arg.startsWith('--')))
}
process.exit(0)
