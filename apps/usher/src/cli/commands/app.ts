import type { Command } from 'commander'
import type { Application } from '../../store/applications.ts'
import { Failed, seg } from '../client.ts'
import { isOn } from '../on-off.ts'
import type { With } from '../with.ts'
import { dim, outOf } from '../print.ts'
import { galleryCommands } from './gallery.ts'

type Template = { tenantUrl: readonly string[]; token: string }

export function appCommands(program: Command, run: With): void {
  const app = program.command('app').description('applications that people are provisioned into')

  app
    .command('list')
    .description('applications that were added')
    .action(() =>
      run(async (client, out) => {
        const { applications } = await client.get<{ applications: Application[] }>('/usher/apps')
        out.show({ applications }, () => [
          ...out.table(
            ['name', 'template', 'roles', { title: 'id', whole: true, extra: true }],
            applications.map((one) => [
              one.displayName,
              one.templateId,
              one.appRoles.map((role) => role.displayName).join(', '),
              one.id,
            ]),
          ),
          dim('usher app gallery lists what can be added.'),
        ])
      }),
    )
  galleryCommands(app, () => outOf(program))
  app
    .command('add <template>')
    .description('add an application from the gallery')
    .option('--name <name>', 'another name than the gallery’s')
    .action((template: string, options: { name?: string }) =>
      run(async (client, out) => {
        const made = await client.send<Application>('POST', '/usher/apps', { template, ...options })
        const { tenantUrl, token } = await client.get<Template>(`/usher/gallery/${seg(made.templateId)}`)
        const [url = ''] = tenantUrl
        const name = JSON.stringify(made.displayName)
        // Of what brings people in, nothing is asked: it listens.
        if (tenantUrl.length === 0) {
          out.show(made, () => [`${made.displayName}: added.`, `Next: usher run ${name} --yes, and it takes people.`])
          return
        }
        out.show(made, () => [
          `${made.displayName}: added.`,
          `Tenant URL: ${tenantUrl.join(' or ')}`,
          `Secret Token: ${token}`,
          `Next: usher settings ${name} --tenant-url ${url.includes('{') ? 'URL' : url} --secret-token -`,
        ])
      }),
    )
  app
    .command('set <app>')
    .description('change what holds for an application')
    .option('--requires-role <on|off>', 'whether people with Default Access only are skipped')
    .action((name: string, options: { requiresRole?: string }) =>
      run(async (client, out) => {
        if (options.requiresRole === undefined) throw new Failed('Say what to set: --requires-role on or off.', 2)
        const requiresRole = isOn(options.requiresRole)
        const done = await client.send<Application>('PATCH', `/usher/apps/${seg(name)}`, { requiresRole })
        out.show(done, () => [
          `${done.displayName}: ${done.requiresRole ? 'people need a role, Default Access is not enough' : 'Default Access is enough'}`,
        ])
      }),
    )
}
