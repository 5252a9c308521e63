import { endWithParent, onSignals, run } from '@usher/host'
import { help, readConfig } from './config.ts'
import { serve } from './serve.ts'

run(async () => {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    process.stdout.write(help())
    return
  }
  const config = readConfig(args, process.env)
  const service = await serve(config, (line) => process.stderr.write(`${line}\n`))
  onSignals(service.close)
  endWithParent(service.close)
  const { url, tokenFile, firstStart, authorityFile, invitation } = service
  const where = config.databaseUrl === undefined ? config.data : 'the PostgreSQL database'
  const first = invitation === undefined ? '' : `Become its administrator: ${invitation} (once, within a day).\n`
  if (process.send === undefined)
    process.stdout.write(`${firstStart ? `A new, empty store is in ${where}.\n` : ''}Usher serves at ${url}\n${first}`)
  else process.send({ ready: true, url, tokenFile, firstStart, authorityFile, invitation })
})
