/** What Usher's own routes need, one row each. A route without a row is refused at start, and so by every test that starts one. */
import type { Action } from './actions.ts'

const d = 'microsoft.directory/' as const
const synchronization = `${d}servicePrincipals/synchronization/standard/read` as const
const jobs = `${d}servicePrincipals/synchronizationJobs/manage` as const
const schema = `${d}servicePrincipals/synchronizationSchema/manage` as const
const credentials = `${d}servicePrincipals/synchronizationCredentials/manage` as const
const log = `${d}provisioningLogs/allProperties/read` as const
const applications = `${d}applications/standard/read` as const
const assigned = `${d}servicePrincipals/appRoleAssignedTo` as const
const groups = `${d}groups` as const
const users = `${d}users` as const
const telling = 'usher/notifications' as const

/** `null`: whoever is signed in. `service`: it concerns every directory, so with several only the machine may. */
type UsherRule = readonly [action: Action | null, says: string, of?: 'service']

export const usherRules: Readonly<Record<string, UsherRule>> = {
  'GET /metrics': ['usher/health/read', 'Prometheus metrics.', 'service'],
  'GET /usher/about': [
    `${d}organization/standard/read`,
    'Version, store and address of this service, and its signing keys.',
  ],
  'GET /usher/about/licenses': [
    `${d}organization/standard/read`,
    'Packages of others that service and admin center are made of, with their licences.',
  ],
  'GET /usher/apps': [applications, 'Applications that were added.'],
  'POST /usher/apps': [`${d}applicationTemplates/instantiate`, 'Adds an application of the gallery, with a job.'],
  'GET /usher/apps/:app': [applications, 'One application.'],
  'PATCH /usher/apps/:app': [`${d}applications/basic/update`, 'Says whether Default Access is enough.'],
  'GET /usher/apps/:app/accounts': [
    synchronization,
    'Accounts of the application that discovery found, and whose they are.',
  ],
  'POST /usher/apps/:app/accounts/discover': [
    jobs,
    'Lists the accounts of the application and finds whose they are, line by line.',
  ],
  'GET /usher/apps/:app/adoptions': [synchronization, 'Accounts that wait for consent before they are taken over.'],
  'POST /usher/apps/:app/adoptions': [jobs, 'Allows or rejects adoptions.'],
  'GET /usher/apps/:app/assignments': [`${assigned}/read`, 'Who is assigned.'],
  'POST /usher/apps/:app/assignments': [`${assigned}/update`, 'Assigns a person or a group.'],
  'POST /usher/apps/:app/assignments/remove': [`${assigned}/update`, 'Takes an assignment away.'],
  'GET /usher/apps/:app/changes': [synchronization, 'Unusual changes that wait for consent.'],
  'POST /usher/apps/:app/changes': [jobs, 'Allows or rejects unusual changes.'],
  'GET /usher/apps/:app/deprovisioning': [synchronization, 'What each way of leaving comes to, setting by setting.'],
  'GET /usher/apps/:app/drift': [synchronization, 'What was changed in the application by hand, line by line.'],
  'POST /usher/apps/:app/drift': [jobs, 'Puts right what was changed by hand.'],
  'GET /usher/apps/:app/events': [synchronization, 'What happens to a job, as server-sent events.'],
  'GET /usher/apps/:app/failures': [synchronization, 'Objects that failed and are tried again.'],
  'GET /usher/apps/:app/jobs': [synchronization, 'Jobs of an application.'],
  'POST /usher/apps/:app/jobs': [jobs, 'Adds a job.'],
  'DELETE /usher/apps/:app/jobs/:job': [jobs, 'Removes a job; accounts are left alone.'],
  'GET /usher/apps/:app/object-connections': [synchronization, 'Which person has which account.'],
  'DELETE /usher/apps/:app/object-connections/:who': [jobs, 'Forgets whose account it is.'],
  'GET /usher/apps/:app/object-connections/:who': [synchronization, 'The account of one person.'],
  'PUT /usher/apps/:app/object-connections/:who': [jobs, 'Says whose account it is.'],
  'GET /usher/apps/:app/plan': [synchronization, 'What the next cycle would do, line by line.'],
  'GET /usher/apps/:app/plans': [synchronization, 'Plans that were kept.'],
  'POST /usher/apps/:app/plans': [
    jobs,
    'Keeps the plan of the next cycle, or of settings and mappings that are proposed.',
  ],
  'GET /usher/apps/:app/plans/:id': [synchronization, 'A kept plan, by pages.'],
  'POST /usher/apps/:app/plans/:id/apply': [jobs, 'Carries out what was approved, object by object.'],
  'POST /usher/apps/:app/plans/:id/approve': [jobs, 'Approves a plan or a part of it.'],
  'POST /usher/apps/:app/plans/:id/stop': [jobs, 'Stops carrying it out.'],
  'POST /usher/apps/:app/provision': [
    jobs,
    'Provisions on demand: shows every step, and carries it out when asked to.',
  ],
  'GET /usher/apps/:app/removals': [synchronization, 'Removals that wait for consent.'],
  'POST /usher/apps/:app/removals': [jobs, 'Allows or rejects removals.'],
  'POST /usher/apps/:app/restart': [jobs, 'Begins again, forgetting what the reset scope names.'],
  'POST /usher/apps/:app/run': [jobs, 'Starts the job and runs a cycle, with its progress line by line.'],
  'GET /usher/apps/:app/schema': [synchronization, 'Mappings and scoping filters.'],
  'PUT /usher/apps/:app/schema': [schema, 'Saves mappings and scoping filters.'],
  'POST /usher/apps/:app/schema/check': [
    synchronization,
    'What is wrong with mappings and filters, before they are saved.',
  ],
  'POST /usher/apps/:app/schema/plan': [synchronization, 'What they would do, before they are saved.'],
  'GET /usher/apps/:app/schema/default': [synchronization, 'Mappings and filters as the gallery has them.'],
  'POST /usher/apps/:app/schema/expression': [
    synchronization,
    'Reads an expression, says what is wrong with it, and what it gives for a person or group.',
  ],
  'POST /usher/apps/:app/schema/scope': [
    synchronization,
    'How many would be in scope by mappings and filters that need not be saved, line by line.',
  ],
  'POST /usher/apps/:app/schema/scope/why': [synchronization, 'The same for one person or group, check by check.'],
  'GET /usher/apps/:app/schema/versions': [synchronization, 'Who saved mappings and filters, and when.'],
  'GET /usher/apps/:app/schema/versions/:version': [synchronization, 'Mappings and filters as they were.'],
  'POST /usher/apps/:app/schema/restore': [schema, 'Goes back to the mappings of the gallery.'],
  'GET /usher/apps/:app/secret': [synchronization, 'What is known of the two secrets; never a secret.'],
  'POST /usher/apps/:app/secret/drop': [credentials, 'Forgets the other secret.'],
  'POST /usher/apps/:app/secret/switch': [credentials, 'Uses the other secret from now on.'],
  'POST /usher/apps/:app/secret/test': [credentials, 'Tests the other secret.'],
  'GET /usher/apps/:app/settings': [synchronization, 'Settings of a job; never a secret.'],
  'PATCH /usher/apps/:app/settings': [
    credentials,
    'Changes settings, Tenant URL and secrets; who is in scope, for whoever may manage the job too.',
  ],
  'POST /usher/apps/:app/settings/plan': [synchronization, 'What changed settings would do, before they are saved.'],
  'GET /usher/apps/:app/status': [synchronization, 'State, progress and next run of a job.'],
  'POST /usher/apps/:app/stop': [jobs, 'Stops the job.'],
  'POST /usher/apps/:app/suppose': [
    synchronization,
    'What would happen to a person if something were otherwise: the requests, without sending them.',
  ],
  'POST /usher/apps/:app/test-connection': [credentials, 'Asks the application with the credentials that are stored.'],
  'POST /usher/apps/:app/undo': [jobs, 'Puts back what provisioning changed.'],
  'GET /usher/apps/:app/undone': [synchronization, 'Whose account an undo put back.'],
  'POST /usher/apps/:app/undone': [jobs, 'Lets provisioning change them again.'],
  'GET /usher/audit': [`${d}auditLogs/allProperties/read`, 'The audit log.'],
  'GET /usher/audit/activities': [
    `${d}auditLogs/allProperties/read`,
    'What can stand in the audit log as an activity.',
  ],
  'GET /usher/audit/download/:file': [`${d}auditLogs/allProperties/read`, 'The audit log as a file.'],
  'POST /usher/backup': ['usher/backup/create', 'A backup of everything.', 'service'],
  'GET /usher/deliveries': [`${telling}/read`, 'Mails and webhook calls, sent and waiting.'],
  'POST /usher/deliveries/retry': [`${telling}/manage`, 'Sends again what waits.'],
  'GET /usher/gallery': [null, 'Applications that can be added.'],
  'GET /usher/gallery/:template': [null, 'One of them.'],
  'GET /usher/gallery/:template/icon.svg': [null, 'Its icon.'],
  'GET /usher/groups': [`${groups}/standard/read`, 'Groups.'],
  'POST /usher/groups': [`${groups}/create`, 'Makes a group.'],
  'DELETE /usher/groups/:group': [`${groups}/delete`, 'Deletes a group.'],
  'GET /usher/groups/:group': [`${groups}/standard/read`, 'One group.'],
  'PATCH /usher/groups/:group': [`${groups}/basic/update`, 'Changes a group.'],
  'GET /usher/groups/:group/members': [`${groups}/standard/read`, 'Who is in it.'],
  'POST /usher/groups/:group/members': [`${groups}/members/update`, 'Puts people or groups into it.'],
  'POST /usher/groups/:group/members/remove': [`${groups}/members/update`, 'Takes people or groups out of it.'],
  'POST /usher/imports': ['usher/imports/create', 'Imports people from a CSV file of the machine.'],
  'POST /usher/imports/columns': [
    'usher/imports/create',
    'What a CSV file has for columns, and which attributes they may be.',
  ],
  'POST /usher/imports/files': [
    'usher/imports/create',
    'Imports people from a CSV file that is sent, or says what it would do.',
  ],
  'GET /usher/insights': [log, 'What the provisioning log comes to, day by day, for charts.'],
  'GET /usher/log': [log, 'The provisioning log, by pages.'],
  'GET /usher/log/download/:file': [log, 'The provisioning log as a file.'],
  'GET /usher/log/left-out': [log, 'Who is left out, and why.'],
  'POST /usher/keys/encryption/rotate': [
    'usher/tenants/manage',
    'Makes a new key, and encrypts every secret with it.',
    'service',
  ],
  'GET /usher/directories': ['usher/tenants/manage', 'Directories of this service.', 'service'],
  'POST /usher/directories': ['usher/tenants/manage', 'Adds a directory.', 'service'],
  'DELETE /usher/directories/:directory': [
    'usher/tenants/manage',
    'Removes a directory, after saying what would be lost.',
    'service',
  ],
  'POST /usher/directories/:directory/guests': [
    'usher/tenants/manage',
    'Lets somebody of another directory sign in to this one.',
    'service',
  ],
  'GET /usher/language': [null, 'Functions of expressions and operators of scoping filters.'],
  'DELETE /usher/mail': [`${telling}/manage`, 'Forgets the mail settings.'],
  'GET /usher/mail': [`${telling}/read`, 'Mail settings.'],
  'PATCH /usher/mail': [`${telling}/manage`, 'Changes mail settings.'],
  'POST /usher/mail/resubscribe': [`${telling}/manage`, 'Sends mail to an address again.'],
  'POST /usher/mail/test': [`${telling}/manage`, 'Sends a test mail.'],
  'GET /usher/status': [synchronization, 'State of everything.'],
  'GET /usher/tenant': [`${d}organization/standard/read`, 'Settings of the tenant.'],
  'PATCH /usher/tenant': [`${d}organization/basic/update`, 'Changes settings of the tenant.'],
  'GET /usher/users': [`${users}/standard/read`, 'People, by pages.'],
  'POST /usher/users': [`${users}/create`, 'Makes a person.'],
  'DELETE /usher/users/:who': [`${users}/delete`, 'Deletes a person; they can be restored for 30 days.'],
  'GET /usher/users/:who': [`${users}/standard/read`, 'One person.'],
  'PATCH /usher/users/:who': [
    `${users}/basic/update`,
    'Changes attributes of a person; who manages them, with the right to that.',
  ],
  'GET /usher/users/:who/attributes': [`${users}/standard/read`, 'What expressions see of a person.'],
  'POST /usher/users/:who/forget': [
    `${users}/erase`,
    'Forgets a person everywhere, after saying what would be erased.',
  ],
  'POST /usher/users/:who/purge': [`${users}/restore`, 'Removes a deleted person for good.'],
  'POST /usher/users/:who/restore': [`${users}/restore`, 'Restores a deleted person.'],
  'GET /usher/webhooks': [`${telling}/read`, 'Webhooks.'],
  'POST /usher/webhooks': [`${telling}/manage`, 'Adds a webhook; its secret is shown once.'],
  'DELETE /usher/webhooks/:name': [`${telling}/manage`, 'Removes a webhook.'],
  'PATCH /usher/webhooks/:name': [`${telling}/manage`, 'Changes a webhook.'],
  'POST /usher/webhooks/:name/rotate': [`${telling}/manage`, 'Gives it a new secret.'],
  'POST /usher/webhooks/:name/test': [`${telling}/manage`, 'Calls it once.'],
  'POST /usher/administrators': [
    `${d}roleManagement/allProperties/update`,
    'Makes a link by which somebody becomes Global Administrator.',
  ],
  'GET /usher/session': [null, 'Who is signed in, and with a cookie, what changes need.'],
  'POST /usher/session/directory': [null, 'Goes on in another directory, with the session of a browser.'],
  'POST /usher/session/password': [null, 'Changes the own password.'],
  'POST /usher/session/second-factor': [null, 'A new secret for the own authenticator app.'],
  'PUT /usher/session/second-factor': [null, 'Counts from now on, once a code proves that the app has it.'],
  'POST /usher/session/second-factor/remove': [null, 'Takes the own second factor away.'],
  'POST /usher/users/:who/invitation': [
    `${users}/authenticationMethods/update`,
    'Makes a link by which a person chooses a password.',
  ],
  'POST /usher/users/:who/sign-out': [`${users}/authenticationMethods/update`, 'Ends what a person has signed in to.'],
  'DELETE /usher/users/:who/second-factor': [
    `${users}/authenticationMethods/update`,
    "Takes a person's second factor away.",
  ],
  'GET /usher/sign-in-provider': [
    `${d}organization/standard/read`,
    'Which other provider people sign in with; never its secret.',
  ],
  'PUT /usher/sign-in-provider': [
    `${d}roleManagement/allProperties/update`,
    'Lets people sign in with another OpenID Connect provider.',
  ],
  'DELETE /usher/sign-in-provider': [
    `${d}roleManagement/allProperties/update`,
    'Lets nobody sign in with it any more.',
  ],
  'POST /usher/sign-in-provider/test': [
    `${d}roleManagement/allProperties/update`,
    'Whether it answers and knows Usher; nobody signs in.',
  ],
  'PUT /usher/sign-in-provider/links': [
    `${d}roleManagement/allProperties/update`,
    'Says by which name the provider knows a person.',
  ],
  'POST /usher/keys/rotate': ['usher/tenants/manage', 'Signs tokens with a new key.'],
  'GET /usher/why': [synchronization, 'Why something did or did not happen to somebody.'],
}
