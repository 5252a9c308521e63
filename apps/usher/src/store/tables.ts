/** The rows, as the store's own files see them; nobody else does. */
import type { History } from '../runner/history.ts'
import type { Checkpoint, LogRecord, MatchingValue, ProvisioningError, SynchronizationSchema } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import type { Generated as Default, JSONColumnType, ColumnType } from 'kysely'
import type { Announcement, AnnouncementKind } from './announcements.ts'
import type { MailSettings } from './mail-settings.ts'
import type { Quarantine } from './quarantine.ts'
import type { GraphOfJob, GraphTables } from './graph-tables.ts'
import type { SecondSecret } from './next-secret.ts'
import type { SignInTables } from './sign-in-tables.ts'
import type { JobRowSettings } from './job-row-settings.ts'

export type MemberType = 'User' | 'Group' | 'ServicePrincipal'
type Tenant = { tenant_id: string }
type Jsonb<T> = ColumnType<T, string, string>
/** As `Jsonb`, where the store has a default. */
type JsonbOr<T> = ColumnType<T, string | undefined, string>
export type Tables = GraphTables &
  SignInTables & {
    tenant: {
      tenant_id: Default<string>
      display_name: string
      default_domain: string
      time_zone: Default<string>
      key_check: string | null
      public_url: string | null
      log_days: Default<number | null>
      exchange_days: Default<number>
      audit_days: Default<number | null>
      removed_at: string | null
      created_at: Default<string>
    }
    directory_user: Tenant & {
      id: Default<string>
      user_principal_name: string
      employee_id: string | null
      account_enabled: boolean
      attributes: Jsonb<Attributes>
      manager_id: string | null
      manager_key: string | null
      deleted_at: string | null
      created_at: Default<string>
    }
    directory_group: Tenant & {
      id: Default<string>
      display_name: string
      description: string | null
      mail_nickname: string | null
      mail: string | null
      security_enabled: Default<boolean>
      properties: JsonbOr<Attributes>
      deleted_at: string | null
      created_at: Default<string>
    }
    group_member: Tenant & { group_id: string; member_id: string; member_type: Default<MemberType> }
    directory_change: Tenant & { object_type: string; object_id: string; xid: string; born: Default<string> }
    membership_change: Tenant & {
      group_id: string
      member_id: string
      nested: boolean
      member_type: MemberType
      xid: string
    }
    application: Tenant & {
      id: Default<string>
      app_id: Default<string>
      display_name: string
      template_id: string | null
      app_roles: Jsonb<readonly AppRole[]>
      requires_role: boolean
      properties: JsonbOr<Attributes>
      secrets: string | null
      deleted_at: string | null
      created_at: Default<string>
    }
    app_role_assignment: Tenant & {
      id: Default<string>
      application_id: string
      principal_type: 'User' | 'Group' | 'ServicePrincipal'
      principal_id: string
      app_role_id: string
      created_at: Default<string>
    }
    job: Tenant &
      SecondSecret & {
        id: string
        name: Default<string>
        application_id: string
        template_id: string
        schema: Jsonb<SynchronizationSchema>
        schema_version: Default<number>
        settings: Jsonb<JobRowSettings>
        secrets: string | null
        state: Default<JobState>
        watermark: string | null
        checkpoint: Jsonb<Checkpoint & { readonly schemaVersion: number }> | null
        verify: Default<boolean>
        lease: string | null
        lease_until: string | null
        progress: Jsonb<Json> | null
        history: Jsonb<History> | null
        proved: Default<boolean>
        next_run: string | null
        last_cycle: Jsonb<Json> | null
        last_error: Jsonb<ProvisioningError> | null
        quarantine: Jsonb<Quarantine> | null
        lifts: Default<number>
        graph: JsonbOr<GraphOfJob>
        seasoned: Default<boolean>
        created_at: Default<string>
      }
    link: Tenant & {
      job_id: string
      object_type: string
      object_id: string
      target_id: string | null
      joined_by: JSONColumnType<MatchingValue> | null
      state: 'managed' | 'released'
      active: boolean
      sent: string | null
      left_at: string | null
      forgotten: Default<boolean>
      outline: string | null
      claim: string | null
      updated_at: Default<string>
    }
    member_link: Tenant & {
      job_id: string
      group_id: string
      member_type: string
      member_id: string
      group_target: string | null
      member_target: string | null
      sure: boolean
      reported: boolean
      next: string | null
      since: string | null
      attempts: Default<number>
      error: Jsonb<ProvisioningError> | null
    }
    reference_use: Tenant & {
      job_id: string
      object_type: string
      object_id: string
      path: string
      of_type: string
      of_id: string
      written: string | null
      reported: Default<boolean>
    }
    look: Tenant & {
      job_id: string
      object_type: string
      object_id: string
      why: string
      since: string
      next: string
      attempts: Default<number>
      decision: 'allowed' | 'rejected' | null
      basis: string | null
      error: Jsonb<ProvisioningError> | null
      what: Jsonb<readonly string[]> | null
    }
    guard_count: Tenant & { job_id: string; kind: string; at: string; count: number }
    provisioning_log: Tenant & {
      id: Default<number>
      at: string
      job_id: string
      application_id: string | null
      cycle_id: string
      action: string
      result: string
      reason: string
      object_type: string
      object_id: string
      display_name: string
      target_id: string
      facts: Jsonb<LogRecord['facts']>
      exchanges: Jsonb<Json> | null
      exchange_page: number | null
      exchange_at: number | null
      terms: string
    }
    left_out: Tenant & { job_id: string; cycle_id: string; because: string; at: string; count: number }
    audit_log: Tenant & {
      id: Default<number>
      at: Default<string>
      actor: string
      activity: string
      object: string
      application_id: string | null
      details: Jsonb<Json>
      terms: string
    }
    announcement: Tenant & {
      id: Default<number>
      at: string
      kind: string
      application_id: string | null
      job_id: string | null
      facts: Jsonb<Announcement['facts']>
      told: Default<boolean>
    }
    delivery: Tenant & {
      id: Default<number>
      announcement_id: number
      channel: 'mail' | 'webhook'
      recipient: string
      state: Default<'waiting' | 'delivered' | 'givenUp'>
      attempts: Default<number>
      next: string
      made_at: string
      last_at: string | null
      status: number | null
      error: string | null
    }
    mail_setting: Tenant & { settings: Jsonb<MailSettings>; secret: string | null }
    mail_unsubscribed: Tenant & { address: string; at: string }
    webhook: Tenant & {
      id: Default<string>
      name: string
      url: string
      kinds: Jsonb<readonly AnnouncementKind[]> | null
      enabled: Default<boolean>
      secrets: string
      created_at: Default<string>
    }
    discovery_key: Tenant & { run: string; key: string; object_id: string }
    exchange_page: Tenant & { id: Default<number>; job_id: string; at: string; data: Uint8Array }
    import: Tenant & {
      id: Default<string>
      name: string
      started_at: Default<string>
      ended_at: string | null
      report: Jsonb<Json> | null
    }
    import_row: Tenant & {
      import_id: string
      row_number: number
      line: number
      key: string
      attributes: Jsonb<Attributes>
      manager_key: string | null
    }
  }

/** `value`: empty where it has none. Without `allowedMemberTypes` it is for people and groups. */
export type AppRole = {
  readonly id: string
  readonly value: string
  readonly displayName: string
  readonly description: string
  readonly isEnabled?: boolean
  readonly allowedMemberTypes?: readonly ('User' | 'Application')[]
}
export type JobState = 'Active' | 'Paused' | 'Disabled'
