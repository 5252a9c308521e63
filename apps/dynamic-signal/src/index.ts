/** Dynamic Signal, to be run inside another program: tests of a SCIM client use it as their target. */
export { type Options, type Service, buildService } from './service.ts'
export { type Tables, migrations } from './store/tables.ts'
export { openTenant } from './store/tenants.ts'
export { hashPassword } from './admin/passwords.ts'
