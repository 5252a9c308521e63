import { endWithParent, onSignals, run } from '@usher/host'
import { help, readConfig } from './config.ts'
import { serve } from './serve.ts'

run(async () => {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    process.stdout.write(help())
    return
  }
  const service = await serve(readConfig(args, process.env), (line) => process.stderr.write(`${line}\n`))
  onSignals(service.close)
  endWithParent(service.close)
  const { url, tokenFile, firstStart, authorityFile } = service
  if (process.send === undefined) process.stdout.write(`Usher serves at ${url}\n`)
  else process.send({ ready: true, url, tokenFile, firstStart, authorityFile })
})
