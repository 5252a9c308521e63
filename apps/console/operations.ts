/** Printed by `npm run docs` from docs/reference/openapi.json; change the shapes in apps/usher instead. */
export type Operations = {
  /** Prometheus metrics. With several directories: on the machine of the service only. */
  'GET /metrics': {
    takes: {  }
    gives: unknown
  }
  /** Version, store and address of this service, and its signing keys. */
  'GET /usher/about': {
    takes: {  }
    gives: { version: string; license: string; node: string; store: { kind: string; version: string }; address: string; https: boolean; several: boolean; signingKeys: { days: number; keys: readonly ({ id: string; createdAt: string; retiredAt: string | null })[] } }
  }
  /** Packages of others that service and admin center are made of, with their licences. */
  'GET /usher/about/licenses': {
    takes: {  }
    gives: { packages: readonly ({ name: string; version: string; license: string | null; where: readonly ("browser" | "server")[]; text: string | null })[] }
  }
  /** Makes a link by which somebody becomes Global Administrator. */
  'POST /usher/administrators': {
    takes: { body: { userPrincipalName: string } }
    gives: { userPrincipalName: string; link: string; hours: number }
  }
  /** Applications that were added. */
  'GET /usher/apps': {
    takes: {  }
    gives: { applications: readonly ({ id: string; displayName: string; templateId: string; appRoles: readonly ({ id: string; value: string; displayName: string; description: string })[]; requiresRole: boolean })[] }
  }
  /** Adds an application of the gallery, with a job. */
  'POST /usher/apps': {
    takes: { body: { template: string; name?: string } }
    gives: { id: string; displayName: string; templateId: string; appRoles: readonly ({ id: string; value: string; displayName: string; description: string })[]; requiresRole: boolean }
  }
  /** One application. */
  'GET /usher/apps/{app}': {
    takes: { path: { app: string } }
    gives: { id: string; displayName: string; templateId: string; appRoles: readonly ({ id: string; value: string; displayName: string; description: string })[]; requiresRole: boolean }
  }
  /** Says whether Default Access is enough. */
  'PATCH /usher/apps/{app}': {
    takes: { path: { app: string }; body: { requiresRole: boolean } }
    gives: { id: string; displayName: string; templateId: string; appRoles: readonly ({ id: string; value: string; displayName: string; description: string })[]; requiresRole: boolean }
  }
  /** Accounts of the application that discovery found, and whose they are. */
  'GET /usher/apps/{app}/accounts': {
    takes: { path: { app: string }; query?: { job?: string; kind?: string; active?: boolean; search?: string; after?: string; limit?: number } }
    gives: { discovery: { began: string; ended: string; counts: { local: number; unassigned: number; assigned: number; ambiguous: number } } | null; accounts: readonly ({ targetId: string; userName: string | null; displayName: string | null; active: boolean | null; kind: "local" | "unassigned" | "assigned"; by: string | null; because?: string | null; of: readonly ({ id: string; displayName: string; userPrincipalName: string })[] })[]; next: string | null }
  }
  /** Lists the accounts of the application and finds whose they are, line by line. */
  'POST /usher/apps/{app}/accounts/discover': {
    takes: { path: { app: string } }
    gives: unknown
  }
  /** Accounts that wait for consent before they are taken over. */
  'GET /usher/apps/{app}/adoptions': {
    takes: { path: { app: string }; query?: { job?: string; search?: string; decision?: "none" | "allowed" | "rejected"; after?: string; limit?: number } }
    gives: { adoptions: readonly ({ id: string; displayName: string; since: string; decision: string | null; type: string; until: string | null; targetId: string | null; owner: string | null; by: string | null })[]; totals: { undecided: number; allowed: number; rejected: number }; next: string | null }
  }
  /** Allows or rejects adoptions. */
  'POST /usher/apps/{app}/adoptions': {
    takes: { path: { app: string }; query?: { job?: string }; body: { decision: "allowed" | "rejected"; who: "all" | readonly (string)[] } }
    gives: { decided: number; rejected: number }
  }
  /** Who is assigned. */
  'GET /usher/apps/{app}/assignments': {
    takes: { path: { app: string }; query?: { after?: string; limit?: number } }
    gives: { assignments: readonly ({ id: string; principalType: string; principalId: string; displayName: string; effective: boolean; role: string })[]; next: string | null }
  }
  /** Assigns a person or a group. */
  'POST /usher/apps/{app}/assignments': {
    takes: { path: { app: string }; body: { who: string; role?: string | null } }
    gives: { assigned: boolean; warning?: string }
  }
  /** Takes an assignment away. */
  'POST /usher/apps/{app}/assignments/remove': {
    takes: { path: { app: string }; body: { who: string; role?: string | null; fromGroups?: boolean } }
    gives: { removed: number; left: readonly (string)[]; keeps: readonly (string)[] }
  }
  /** Unusual changes that wait for consent. */
  'GET /usher/apps/{app}/changes': {
    takes: { path: { app: string }; query?: { job?: string; search?: string; decision?: "none" | "allowed" | "rejected"; after?: string; limit?: number } }
    gives: { changes: readonly ({ id: string; displayName: string; since: string; decision: string | null; type: string; until: string | null; says: readonly (string)[] })[]; counts: readonly ({ kind: string; says: string; count: number })[]; totals: { undecided: number; allowed: number; rejected: number }; next: string | null }
  }
  /** Allows or rejects unusual changes. */
  'POST /usher/apps/{app}/changes': {
    takes: { path: { app: string }; query?: { job?: string }; body: { decision: "allowed" | "rejected"; who: "all" | readonly (string)[] } }
    gives: { decided: number; rejected: number }
  }
  /** What each way of leaving comes to, setting by setting. */
  'GET /usher/apps/{app}/deprovisioning': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { application: string; job: string; disables: boolean; deletes: boolean; settings: readonly ({ id: string; title: string; isNow: boolean })[]; events: readonly ({ id: string; title: string; cells: readonly ({ requests: readonly ({ method: string; path: string; body: unknown })[]; says: string; advice: string | null; afterwards: string })[] })[] }
  }
  /** What was changed in the application by hand, line by line. */
  'GET /usher/apps/{app}/drift': {
    takes: { path: { app: string }; query?: { job?: string; limit?: number; who?: string } }
    gives: unknown
  }
  /** Puts right what was changed by hand. */
  'POST /usher/apps/{app}/drift': {
    takes: { path: { app: string } }
    gives: unknown
  }
  /** What happens to a job, as server-sent events. */
  'GET /usher/apps/{app}/events': {
    takes: { path: { app: string } }
    gives: unknown
  }
  /** Objects that failed and are tried again. */
  'GET /usher/apps/{app}/failures': {
    takes: { path: { app: string }; query?: { job?: string; limit?: number } }
    gives: { failures: readonly ({ type: string; id: string; displayName: string; since: string; attempts: number; code: string; message: string; next: string | null; expired: boolean })[] }
  }
  /** Jobs of an application. */
  'GET /usher/apps/{app}/jobs': {
    takes: { path: { app: string } }
    gives: { jobs: readonly ({ id: string; name: string; templateId: string; job: { id: string; name: string; state: string; code: "NotConfigured" | "NotRun" | "Active" | "Paused" | "Quarantine"; progress: { phase: string; done: number; total: number; percent: number; overall: { done: number; total: number }; requests: number; waiting: { until: string; status: number } | null; estimate: { rate: number; remaining: number } | null; entra: { least: number; most: number } } | null; lastCycle: { id?: string; cycle: "initial" | "incremental"; began: string; ended: string; seconds: number; requests: number; read: number; inScope: number; created: number; joined: number; updated: number; disabled: number; deleted: number; unchanged: number; failed: number; held: number; skipped: { [name: string]: number }; stopped: boolean } | null; lastError: { code: string; message: string; at: string } | null; quarantine: { reason: string; currentBegan: string; nextAttempt: string; seriesBegan: string; seriesCount: number; error: { code: string; message: string }; evidence: { at: string; request: string | null; status: number | null; said: string | null; object: { type: string; id: string; displayName: string } | null; failures: number; successes: number; references: number; remedy: string } } | null; restored: { madeAt: string; sentence: string } | null; secretRefused: { at: string; sentence: string } | null; history: { steadyStateFirstAchievedTime: string | null; steadyStateLastAchievedTime: string | null; countSuccessiveCompleteFailures: number; synchronizedEntryCountByType: { [name: string]: number } }; nextRun: string | null; linked: number; active: number; failed: number; expired: number; held: number; undecided: number; rejected: number; changesHeld: number; changesUndecided: number; changesRejected: number; adoptionsUndecided: number } })[] }
  }
  /** Adds a job. */
  'POST /usher/apps/{app}/jobs': {
    takes: { path: { app: string }; body: { name: string } }
    gives: { id: string; name: string }
  }
  /** Removes a job; accounts are left alone. */
  'DELETE /usher/apps/{app}/jobs/{job}': {
    takes: { path: { app: string; job: string } }
    gives: { name: string; active: number }
  }
  /** Which person has which account. */
  'GET /usher/apps/{app}/object-connections': {
    takes: { path: { app: string }; query?: { job?: string; search?: string; state?: "managed" | "released" | "pending"; type?: "User" | "Group"; after?: string; limit?: number } }
    gives: { connections: readonly ({ objectTypeName: string; sourceAnchor: string; targetAnchor: string | null; displayName: string; state: string; active: boolean; updatedAt: string })[]; total: number | null; next: string | null }
  }
  /** Forgets whose account it is. */
  'DELETE /usher/apps/{app}/object-connections/{who}': {
    takes: { path: { app: string; who: string }; query?: { job?: string } }
    gives: { removed: boolean; type: string; id: string; displayName: string; targetAnchor: string | null }
  }
  /** The account of one person. */
  'GET /usher/apps/{app}/object-connections/{who}': {
    takes: { path: { app: string; who: string }; query?: { job?: string } }
    gives: { objectTypeName: string; sourceAnchor: string; targetAnchor: string | null; displayName: string; state: string; active: boolean; updatedAt: string }
  }
  /** Says whose account it is. */
  'PUT /usher/apps/{app}/object-connections/{who}': {
    takes: { path: { app: string; who: string }; query?: { job?: string }; body: { targetAnchor: string } }
    gives: { objectTypeName: string; sourceAnchor: string; targetAnchor: string | null; displayName: string; state: string; active: boolean; updatedAt: string }
  }
  /** What the next cycle would do, line by line. */
  'GET /usher/apps/{app}/plan': {
    takes: { path: { app: string } }
    gives: unknown
  }
  /** Plans that were kept. */
  'GET /usher/apps/{app}/plans': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { plans: readonly ({ id: string; state: "unfinished" | "open" | "unsaved" | "expired" | "superseded"; actor: string; madeAt: string; expiresAt: string; proposed: string | null; counts: { read: number; actions: { [name: string]: number }; attributes: { [name: string]: number }; adoptions: number; members: { added: number; removed: number }; skipped: { [name: string]: number }; requests: number } | null; total: number; approved: number; outcomes: { [name: string]: number } })[] }
  }
  /** Keeps the plan of the next cycle, or of settings and mappings that are proposed. */
  'POST /usher/apps/{app}/plans': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: unknown
  }
  /** A kept plan, by pages. */
  'GET /usher/apps/{app}/plans/{id}': {
    takes: { path: { app: string; id: string }; query?: { job?: string; action?: string; attribute?: string; name?: string; who?: string; approved?: boolean; outcome?: string; after?: number; limit?: number } }
    gives: { plan: { id: string; state: "unfinished" | "open" | "unsaved" | "expired" | "superseded"; actor: string; madeAt: string; expiresAt: string; proposed: string | null; counts: { read: number; actions: { [name: string]: number }; attributes: { [name: string]: number }; adoptions: number; members: { added: number; removed: number }; skipped: { [name: string]: number }; requests: number } | null; total: number; approved: number; outcomes: { [name: string]: number } }; matching: { [name: string]: number }; changes: readonly ({ n: number; type: string; id: string; displayName: string; action: string; approved: boolean; outcome: string | null; decision: string | null; shown: { reason: string; advice: string | null; changes: readonly ({ displayName: string; oldValue: string | null; newValue: string | null })[]; problem: { code: string; message: string } | null; userPrincipalName?: string | null; adopts?: { targetId: string } } })[]; next: number | null }
  }
  /** Carries out what was approved, object by object. */
  'POST /usher/apps/{app}/plans/{id}/apply': {
    takes: { path: { app: string; id: string } }
    gives: unknown
  }
  /** Approves a plan or a part of it. */
  'POST /usher/apps/{app}/plans/{id}/approve': {
    takes: { path: { app: string; id: string }; query?: { job?: string }; body: { action?: string; attribute?: string; name?: string; who?: readonly (string)[]; all?: true; withdraw?: boolean } }
    gives: { changed: number; left: { held: number; rejected: number }; plan: { id: string; state: "unfinished" | "open" | "unsaved" | "expired" | "superseded"; actor: string; madeAt: string; expiresAt: string; proposed: string | null; counts: { read: number; actions: { [name: string]: number }; attributes: { [name: string]: number }; adoptions: number; members: { added: number; removed: number }; skipped: { [name: string]: number }; requests: number } | null; total: number; approved: number; outcomes: { [name: string]: number } } }
  }
  /** Stops carrying it out. */
  'POST /usher/apps/{app}/plans/{id}/stop': {
    takes: { path: { app: string; id: string }; query?: { job?: string } }
    gives: { id: string }
  }
  /** Provisions on demand: shows every step, and carries it out when asked to. */
  'POST /usher/apps/{app}/provision': {
    takes: { path: { app: string }; query?: { job?: string }; body: { who: readonly (string)[]; members?: readonly (string)[]; write?: boolean } }
    gives: { results: readonly ({ job: string; type: string; id: string; displayName: string; action: string; reason: string; result: "planned" | "success" | "partial" | "failure" | "skipped" | "busy"; steps: readonly ({ step: string; status: "success" | "failure" | "skipped" | "warning"; says: string; properties?: { [name: string]: unknown }; checks?: readonly ({ name: string; passed: boolean; expected?: string; actual: unknown; problem?: string })[]; matches?: readonly ({ by: readonly ({ path: string; value: unknown })[] | null; found: readonly ({ id: string; properties: { [name: string]: unknown } })[] })[]; rows?: readonly ({ target: string; sourceValue: string | null; expression: string; original: string | null; modified: string | null })[]; error?: { code: string; message: string }; advice?: string | null })[] })[] }
  }
  /** Removals that wait for consent. */
  'GET /usher/apps/{app}/removals': {
    takes: { path: { app: string }; query?: { job?: string; search?: string; decision?: "none" | "allowed" | "rejected"; after?: string; limit?: number } }
    gives: { removals: readonly ({ id: string; displayName: string; since: string; decision: string | null; type: string; until: string | null })[]; done: readonly ({ id: string; displayName: string; action: string; at: string })[]; deletions: readonly ({ id: string; displayName: string; leftAt: string; deletedAt: string })[]; totals: { undecided: number; allowed: number; rejected: number }; next: string | null }
  }
  /** Allows or rejects removals. */
  'POST /usher/apps/{app}/removals': {
    takes: { path: { app: string }; query?: { job?: string }; body: { decision: "allowed" | "rejected"; who: "all" | readonly (string)[] } }
    gives: { decided: number; rejected: number }
  }
  /** Begins again, forgetting what the reset scope names. */
  'POST /usher/apps/{app}/restart': {
    takes: { path: { app: string }; query?: { job?: string }; body: { resetScope?: string } }
    gives: { name: string; job: string; resetScope: readonly (string)[]; says: string; leavers: number; runs: boolean }
  }
  /** Starts the job and runs a cycle, with its progress line by line. */
  'POST /usher/apps/{app}/run': {
    takes: { path: { app: string }; query?: { job?: string }; body: { yes?: boolean; restart?: boolean; recreate?: string; wait?: boolean; prove?: boolean } }
    gives: unknown
  }
  /** Mappings and scoping filters. */
  'GET /usher/apps/{app}/schema': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { [name: string]: unknown }
  }
  /** Saves mappings and scoping filters. */
  'PUT /usher/apps/{app}/schema': {
    takes: { path: { app: string }; query?: { job?: string }; body: { [name: string]: unknown } }
    gives: { findings: readonly ({ severity: "error" | "warning"; at: string; message: string })[]; errors: number; warnings: number; saved: boolean; runs?: boolean }
  }
  /** What is wrong with mappings and filters, before they are saved. */
  'POST /usher/apps/{app}/schema/check': {
    takes: { path: { app: string }; query?: { job?: string }; body: { [name: string]: unknown } }
    gives: { findings: readonly ({ severity: "error" | "warning"; at: string; message: string })[]; errors: number; warnings: number }
  }
  /** Mappings and filters as the gallery has them. */
  'GET /usher/apps/{app}/schema/default': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { [name: string]: unknown }
  }
  /** Reads an expression, says what is wrong with it, and what it gives for a person or group. */
  'POST /usher/apps/{app}/schema/expression': {
    takes: { path: { app: string }; query?: { job?: string }; body: { expression: string; object?: "User" | "Group"; scope?: boolean; who?: string } }
    gives: { findings: readonly ({ severity: "error" | "warning"; message: string; offset: number; line: number; column: number })[]; canonical: string | null; result: { name: string; gave: { kind: "value" | "ignore" | "error" | "redacted" | "unfinished" | "notEvaluated"; value?: unknown; what?: string; message?: string }; parts: readonly ({ text: string; at: number; depth: number; gave: { kind: "value" | "ignore" | "error" | "redacted" | "unfinished" | "notEvaluated"; value?: unknown; what?: string; message?: string } })[] } | null }
  }
  /** What they would do, before they are saved. */
  'POST /usher/apps/{app}/schema/plan': {
    takes: { path: { app: string }; query?: { job?: string; who?: string; limit?: number }; body: { [name: string]: unknown } }
    gives: unknown
  }
  /** Goes back to the mappings of the gallery. */
  'POST /usher/apps/{app}/schema/restore': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { saved: boolean }
  }
  /** How many would be in scope by mappings and filters that need not be saved, line by line. */
  'POST /usher/apps/{app}/schema/scope': {
    takes: { path: { app: string }; query?: { job?: string }; body: { schema?: unknown; object?: "User" | "Group" } }
    gives: unknown
  }
  /** The same for one person or group, check by check. */
  'POST /usher/apps/{app}/schema/scope/why': {
    takes: { path: { app: string }; query?: { job?: string }; body: { schema?: unknown; who: string } }
    gives: { name: string; inScope: boolean; says: string; checks: readonly ({ name: string; passed: boolean; expected: string | null; actual: unknown; problem: string | null; decides: boolean })[] }
  }
  /** Who saved mappings and filters, and when. */
  'GET /usher/apps/{app}/schema/versions': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { current: { version: number; at: string | null; actor: string | null }; earlier: readonly ({ version: number; at: string | null; actor: string | null })[] }
  }
  /** Mappings and filters as they were. */
  'GET /usher/apps/{app}/schema/versions/{version}': {
    takes: { path: { app: string; version: string }; query?: { job?: string } }
    gives: { [name: string]: unknown }
  }
  /** What is known of the two secrets; never a secret. */
  'GET /usher/apps/{app}/secret': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { application: string; other: { storedAt?: string; testedAt?: string } | null; tested?: { ok: boolean; message: string } }
  }
  /** Forgets the other secret. */
  'POST /usher/apps/{app}/secret/drop': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { application: string; other: { storedAt?: string; testedAt?: string } | null; tested?: { ok: boolean; message: string } }
  }
  /** Uses the other secret from now on. */
  'POST /usher/apps/{app}/secret/switch': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { application: string; other: { storedAt?: string; testedAt?: string } | null; tested?: { ok: boolean; message: string } }
  }
  /** Tests the other secret. */
  'POST /usher/apps/{app}/secret/test': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { application: string; other: { storedAt?: string; testedAt?: string } | null; tested?: { ok: boolean; message: string } }
  }
  /** Settings of a job; never a secret. */
  'GET /usher/apps/{app}/settings': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { application: string; job: string; tenantUrl: string | null; secretToken: string | null; notificationEmail: string | null; notifyOnFailure: boolean; preventAccidentalDeletions: { enabled: boolean; threshold: number; percent: number }; scope: "assigned" | "all"; interval: number; dialect: string; secretExpiresOn: string | null; nestedGroups: boolean; skipOutOfScopeDeletions: boolean; keepReleased: boolean; adoptAfterReview: boolean; deleteAfterDays: number | null; onVanished: string; pace: { perSecond: number | null; atOnce: number | null }; paceInForce: string; bulk: boolean; logOutOfScope: boolean; userAgent: boolean; retries: { after: readonly (number)[]; every: number; days: number } }
  }
  /** Changes settings, Tenant URL and secrets; who is in scope, for whoever may manage the job too. */
  'PATCH /usher/apps/{app}/settings': {
    takes: { path: { app: string }; query?: { job?: string }; body: { tenantUrl?: string; secretToken?: string; oauth?: { tokenEndpoint?: string; clientId?: string; clientSecret?: string; scope?: string | null; authentication?: "post" | "basic" }; client?: { certificate?: string; key?: string; passphrase?: string } | null; authorities?: string | null; other?: { secretToken?: string; clientSecret?: string; certificate?: string; key?: string; passphrase?: string }; notificationEmail?: string | null; secretExpiresOn?: string | null; notifyOnFailure?: boolean; preventAccidentalDeletions?: { enabled?: boolean; threshold?: number; percent?: number }; preventMassChanges?: { enabled?: boolean; emptyThreshold?: number; emptyPercent?: number; renameThreshold?: number; renamePercent?: number; newThreshold?: number; newPercent?: number }; retries?: { after?: readonly (number)[]; every?: number; days?: number }; quarantine?: { after?: readonly (number)[]; every?: number; days?: number; from?: number; percent?: number; failures?: number; withReferences?: number; least?: number; outage?: number }; onVanished?: "recreate" | "report"; skipOutOfScopeDeletions?: boolean; adoptAfterReview?: boolean; keepReleased?: boolean; deleteAfterDays?: number | null; scope?: "assigned" | "all"; nestedGroups?: boolean; interval?: number; dialect?: "rfc" | "entra" | "entra+062020" | null; pace?: { perSecond?: number | null; atOnce?: number | null }; bulk?: boolean; logOutOfScope?: boolean; userAgent?: boolean } }
    gives: { application: string; job: string; tenantUrl: string | null; secretToken: string | null; notificationEmail: string | null; notifyOnFailure: boolean; preventAccidentalDeletions: { enabled: boolean; threshold: number; percent: number }; scope: "assigned" | "all"; interval: number; dialect: string; secretExpiresOn: string | null; nestedGroups: boolean; skipOutOfScopeDeletions: boolean; keepReleased: boolean; adoptAfterReview: boolean; deleteAfterDays: number | null; onVanished: string; pace: { perSecond: number | null; atOnce: number | null }; paceInForce: string; bulk: boolean; logOutOfScope: boolean; userAgent: boolean; retries: { after: readonly (number)[]; every: number; days: number } }
  }
  /** What changed settings would do, before they are saved. */
  'POST /usher/apps/{app}/settings/plan': {
    takes: { path: { app: string }; query?: { job?: string; limit?: number }; body: { tenantUrl?: string; secretToken?: string; oauth?: { tokenEndpoint?: string; clientId?: string; clientSecret?: string; scope?: string | null; authentication?: "post" | "basic" }; client?: { certificate?: string; key?: string; passphrase?: string } | null; authorities?: string | null; other?: { secretToken?: string; clientSecret?: string; certificate?: string; key?: string; passphrase?: string }; notificationEmail?: string | null; secretExpiresOn?: string | null; notifyOnFailure?: boolean; preventAccidentalDeletions?: { enabled?: boolean; threshold?: number; percent?: number }; preventMassChanges?: { enabled?: boolean; emptyThreshold?: number; emptyPercent?: number; renameThreshold?: number; renamePercent?: number; newThreshold?: number; newPercent?: number }; retries?: { after?: readonly (number)[]; every?: number; days?: number }; quarantine?: { after?: readonly (number)[]; every?: number; days?: number; from?: number; percent?: number; failures?: number; withReferences?: number; least?: number; outage?: number }; onVanished?: "recreate" | "report"; skipOutOfScopeDeletions?: boolean; adoptAfterReview?: boolean; keepReleased?: boolean; deleteAfterDays?: number | null; scope?: "assigned" | "all"; nestedGroups?: boolean; interval?: number; dialect?: "rfc" | "entra" | "entra+062020" | null; pace?: { perSecond?: number | null; atOnce?: number | null }; bulk?: boolean; logOutOfScope?: boolean; userAgent?: boolean } }
    gives: unknown
  }
  /** State, progress and next run of a job. */
  'GET /usher/apps/{app}/status': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { id: string; name: string; templateId: string; job: { id: string; name: string; state: string; code: "NotConfigured" | "NotRun" | "Active" | "Paused" | "Quarantine"; progress: { phase: string; done: number; total: number; percent: number; overall: { done: number; total: number }; requests: number; waiting: { until: string; status: number } | null; estimate: { rate: number; remaining: number } | null; entra: { least: number; most: number } } | null; lastCycle: { id?: string; cycle: "initial" | "incremental"; began: string; ended: string; seconds: number; requests: number; read: number; inScope: number; created: number; joined: number; updated: number; disabled: number; deleted: number; unchanged: number; failed: number; held: number; skipped: { [name: string]: number }; stopped: boolean } | null; lastError: { code: string; message: string; at: string } | null; quarantine: { reason: string; currentBegan: string; nextAttempt: string; seriesBegan: string; seriesCount: number; error: { code: string; message: string }; evidence: { at: string; request: string | null; status: number | null; said: string | null; object: { type: string; id: string; displayName: string } | null; failures: number; successes: number; references: number; remedy: string } } | null; restored: { madeAt: string; sentence: string } | null; secretRefused: { at: string; sentence: string } | null; history: { steadyStateFirstAchievedTime: string | null; steadyStateLastAchievedTime: string | null; countSuccessiveCompleteFailures: number; synchronizedEntryCountByType: { [name: string]: number } }; nextRun: string | null; linked: number; active: number; failed: number; expired: number; held: number; undecided: number; rejected: number; changesHeld: number; changesUndecided: number; changesRejected: number; adoptionsUndecided: number } }
  }
  /** Stops the job. */
  'POST /usher/apps/{app}/stop': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { id: string; name: string; templateId: string; job: { id: string; name: string; state: string; code: "NotConfigured" | "NotRun" | "Active" | "Paused" | "Quarantine"; progress: { phase: string; done: number; total: number; percent: number; overall: { done: number; total: number }; requests: number; waiting: { until: string; status: number } | null; estimate: { rate: number; remaining: number } | null; entra: { least: number; most: number } } | null; lastCycle: { id?: string; cycle: "initial" | "incremental"; began: string; ended: string; seconds: number; requests: number; read: number; inScope: number; created: number; joined: number; updated: number; disabled: number; deleted: number; unchanged: number; failed: number; held: number; skipped: { [name: string]: number }; stopped: boolean } | null; lastError: { code: string; message: string; at: string } | null; quarantine: { reason: string; currentBegan: string; nextAttempt: string; seriesBegan: string; seriesCount: number; error: { code: string; message: string }; evidence: { at: string; request: string | null; status: number | null; said: string | null; object: { type: string; id: string; displayName: string } | null; failures: number; successes: number; references: number; remedy: string } } | null; restored: { madeAt: string; sentence: string } | null; secretRefused: { at: string; sentence: string } | null; history: { steadyStateFirstAchievedTime: string | null; steadyStateLastAchievedTime: string | null; countSuccessiveCompleteFailures: number; synchronizedEntryCountByType: { [name: string]: number } }; nextRun: string | null; linked: number; active: number; failed: number; expired: number; held: number; undecided: number; rejected: number; changesHeld: number; changesUndecided: number; changesRejected: number; adoptionsUndecided: number } }
  }
  /** What would happen to a person if something were otherwise: the requests, without sending them. */
  'POST /usher/apps/{app}/suppose': {
    takes: { path: { app: string }; query?: { job?: string }; body: { who: string; suppose: { event: "nothing" | "disable" | "enable" | "delete" | "purge" | "unassign" } | { event: "leaveGroup"; group: string } | { event: "change"; attributes: { [name: string]: string | number | boolean | null | readonly (string)[] } } } }
    gives: { application: string; job: string; inScope: boolean; checks: readonly ({ name: string; passed: boolean; expected?: string; actual: unknown; problem?: string; decides?: boolean })[]; plan: { action: string; code: string; reason: string; advice: string | null; problem: { code: string; message: string } | null; changes: readonly ({ displayName: string; oldValue: string | null; newValue: string | null })[] }; requests: readonly ({ method: string; path: string; body: unknown })[] }
  }
  /** Asks the application with the credentials that are stored. */
  'POST /usher/apps/{app}/test-connection': {
    takes: { path: { app: string }; query?: { job?: string }; body?: { tenantUrl?: string; secretToken?: string; oauth?: { tokenEndpoint?: string; clientId?: string; clientSecret?: string; scope?: string | null; authentication?: "post" | "basic" }; client?: { certificate?: string; key?: string; passphrase?: string } | null; authorities?: string | null } }
    gives: { ok: boolean; message: string; found?: readonly (string)[]; stages?: readonly ({ stage: string; status: "passed" | "failed" | "skipped" | "notTried"; says: string })[]; exchange?: { method: string; url: string; status: number | null; contentType: string | null; body: string } | null }
  }
  /** Puts back what provisioning changed. */
  'POST /usher/apps/{app}/undo': {
    takes: { path: { app: string } }
    gives: unknown
  }
  /** Whose account an undo put back. */
  'GET /usher/apps/{app}/undone': {
    takes: { path: { app: string }; query?: { job?: string } }
    gives: { undone: readonly ({ id: string; displayName: string; since: string; problem: string | null })[] }
  }
  /** Lets provisioning change them again. */
  'POST /usher/apps/{app}/undone': {
    takes: { path: { app: string }; query?: { job?: string }; body: { who: "all" | readonly (string)[] } }
    gives: { lifted: number }
  }
  /** The audit log. */
  'GET /usher/audit': {
    takes: { query?: { app?: string; actor?: string; activity?: string; service?: string; category?: string; search?: string; since?: string; until?: string; after?: string; limit?: number } }
    gives: { entries: readonly ({ id: number; at: string; actor: string; activity: string; service: string; category: string; object: string; applicationId: string | null; details: { [name: string]: unknown }; changes: readonly ({ property: string; before: unknown; after: unknown })[] })[]; next: string | null }
  }
  /** What can stand in the audit log as an activity. */
  'GET /usher/audit/activities': {
    takes: {  }
    gives: { activities: readonly (string)[]; services: readonly (string)[]; categories: readonly (string)[] }
  }
  /** The audit log as a file. */
  'GET /usher/audit/download/{file}': {
    takes: { path: { file: string } }
    gives: unknown
  }
  /** A backup of everything. With several directories: on the machine of the service only. */
  'POST /usher/backup': {
    takes: {  }
    gives: unknown
  }
  /** Mails and webhook calls, sent and waiting. */
  'GET /usher/deliveries': {
    takes: { query?: { state?: "waiting" | "delivered" | "givenUp"; limit?: number } }
    gives: { deliveries: readonly ({ id: number | string; at: string; kind: string; application: string | null; sentence: string | null; channel: string; recipient: string; state: "waiting" | "delivered" | "givenUp"; attempts: number; next: string | null; error: string | null })[] }
  }
  /** Sends again what waits. */
  'POST /usher/deliveries/retry': {
    takes: { body: { ids: "failed" | "givenUp" | readonly (number)[] } }
    gives: { count: number }
  }
  /** Directories of this service. With several directories: on the machine of the service only. */
  'GET /usher/directories': {
    takes: {  }
    gives: { directories: readonly ({ id: string; displayName: string; defaultDomain: string })[] }
  }
  /** Adds a directory. With several directories: on the machine of the service only. */
  'POST /usher/directories': {
    takes: { body: { displayName: string; defaultDomain?: string } }
    gives: { id: string; displayName: string; link?: string; hours?: number }
  }
  /** Removes a directory, after saying what would be lost. With several directories: on the machine of the service only. */
  'DELETE /usher/directories/{directory}': {
    takes: { path: { directory: string }; body?: { yes?: boolean } }
    gives: { displayName: string; lost: { [name: string]: number }; removed: boolean }
  }
  /** Lets somebody of another directory sign in to this one. With several directories: on the machine of the service only. */
  'POST /usher/directories/{directory}/guests': {
    takes: { path: { directory: string }; body: { userPrincipalName: string; from?: string; administrator?: boolean } }
    gives: { id: string; userPrincipalName: string; directory: string; home: string }
  }
  /** Applications that can be added. */
  'GET /usher/gallery': {
    takes: { query?: { search?: string } }
    gives: { templates: readonly ({ id: string; displayName: string; publisher: string; description: string; does: readonly (string)[]; dialect: string })[] }
  }
  /** One of them. */
  'GET /usher/gallery/{template}': {
    takes: { path: { template: string } }
    gives: { id: string; displayName: string; publisher: string; description: string; does: readonly (string)[]; dialect: string; direction?: "inbound"; documentation: string; tenantUrl: readonly (string)[]; authentication: readonly ("bearerToken" | "clientCredentials" | "mutualTls")[]; token: string; requiresRole: boolean; said: readonly ({ label: string; here?: string })[] }
  }
  /** Its icon. */
  'GET /usher/gallery/{template}/icon.svg': {
    takes: { path: { template: string } }
    gives: unknown
  }
  /** Groups. */
  'GET /usher/groups': {
    takes: { query?: { after?: string; limit?: number } }
    gives: { groups: readonly ({ id: string; displayName: string; description: string | null; mailNickname: string | null; mail: string | null; securityEnabled: boolean; members: number })[]; next: string | null }
  }
  /** Makes a group. */
  'POST /usher/groups': {
    takes: { body: ({ displayName: string }) & ({ [name: string]: string | boolean | null }) }
    gives: { id: string; displayName: string; description: string | null; mailNickname: string | null; mail: string | null; securityEnabled: boolean; members: number }
  }
  /** Deletes a group. */
  'DELETE /usher/groups/{group}': {
    takes: { path: { group: string } }
    gives: { id: string; displayName: string; description: string | null; mailNickname: string | null; mail: string | null; securityEnabled: boolean; members: number }
  }
  /** One group. */
  'GET /usher/groups/{group}': {
    takes: { path: { group: string } }
    gives: { id: string; displayName: string; description: string | null; mailNickname: string | null; mail: string | null; securityEnabled: boolean; members: number }
  }
  /** Changes a group. */
  'PATCH /usher/groups/{group}': {
    takes: { path: { group: string }; body: { [name: string]: string | boolean | null } }
    gives: { group: { id: string; displayName: string; description: string | null; mailNickname: string | null; mail: string | null; securityEnabled: boolean; members: number }; result: "updated" | "unchanged" }
  }
  /** Who is in it. */
  'GET /usher/groups/{group}/members': {
    takes: { path: { group: string }; query?: { limit?: number } }
    gives: { members: readonly ({ id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null })[]; groups: readonly ({ id: string; displayName: string })[] }
  }
  /** Puts people or groups into it. */
  'POST /usher/groups/{group}/members': {
    takes: { path: { group: string }; body: { members: readonly (string)[] } | { all: true } }
    gives: { added: number }
  }
  /** Takes people or groups out of it. */
  'POST /usher/groups/{group}/members/remove': {
    takes: { path: { group: string }; body: { members: readonly (string)[] } }
    gives: { removed: number }
  }
  /** Imports people from a CSV file of the machine. */
  'POST /usher/imports': {
    takes: {  }
    gives: unknown
  }
  /** What a CSV file has for columns, and which attributes they may be. */
  'POST /usher/imports/columns': {
    takes: {  }
    gives: { encoding: string; separator: string; columns: readonly (string)[]; rows: readonly ({ [name: string]: string })[]; attributes: readonly (string)[]; suggested: { [name: string]: string } }
  }
  /** Imports people from a CSV file that is sent, or says what it would do. */
  'POST /usher/imports/files': {
    takes: {  }
    gives: unknown
  }
  /** What the provisioning log comes to, day by day, for charts. */
  'GET /usher/insights': {
    takes: { query?: { app?: string; days?: number } }
    gives: { days: readonly ({ day: string; create: number; update: number; disable: number; delete: number; other: number; success: number; failure: number; skipped: number; warning: number; held: number; change: { count: number; p50: number | null; p95: number | null } })[]; results: { success: number; failure: number; skipped: number; warning: number; held: number }; errors: readonly ({ code: string; lines: number; applications: readonly (string)[] })[]; change: { count: number; p50: number | null; p95: number | null }; targets: readonly ({ application: string; displayName: string; count: number; p50: number | null; p95: number | null })[] }
  }
  /** Makes a new key, and encrypts every secret with it. With several directories: on the machine of the service only. */
  'POST /usher/keys/encryption/rotate': {
    takes: { body: { newKey?: boolean } }
    gives: { newKey: boolean; secrets: number }
  }
  /** Signs tokens with a new key. */
  'POST /usher/keys/rotate': {
    takes: { body: { forget?: boolean } }
    gives: { kid: string; forget: boolean }
  }
  /** Functions of expressions and operators of scoping filters. */
  'GET /usher/language': {
    takes: {  }
    gives: { functions: readonly ({ name: string; family: string; syntax: string; summary: string; gives: string; parameters: readonly ({ name: string; isOptional: boolean; repeats: boolean })[]; examples: readonly ({ expression: string; result: string })[]; knownFrom: string | null })[]; keywords: readonly (string)[]; operators: readonly ({ name: string; arity: "Unary" | "Binary"; types: readonly (string)[]; summary: string })[] }
  }
  /** The provisioning log, by pages. */
  'GET /usher/log': {
    takes: { query?: { app?: string; job?: string; who?: string; result?: string; action?: string; reason?: string; code?: string; cycle?: string; change?: string; attribute?: string; search?: string; since?: string; until?: string; after?: string; curl?: boolean; bodies?: boolean; count?: boolean; limit?: number } }
    gives: { entries: readonly ({ id: number; at: string; jobId: string; cycleId: string; action: "create" | "update" | "disable" | "delete" | "stagedDelete" | "other"; result: "success" | "failure" | "skipped" | "warning" | "held"; objectId: string; displayName: string; targetId: string; entry: { id: string; activityDateTime: string; jobId: string; cycleId: string; changeId: string; durationInMilliseconds: number; servicePrincipal: { id: string; displayName: string }; sourceSystem: { id: string; displayName: string }; targetSystem: { id: string; displayName: string }; sourceIdentity: { id: string; displayName: string; identityType: string; details: { [name: string]: string } }; targetIdentity: { id: string; displayName: string; identityType: string; details: { [name: string]: string } }; provisioningSteps: readonly ({ name: string; provisioningStepType: string; status: "success" | "failure" | "skipped" | "warning"; description: string; details: { [name: string]: string } })[]; modifiedProperties: readonly ({ displayName: string; oldValue: string | null; newValue: string | null })[]; provisioningStatusInfo: { status: string; errorInformation: { errorCode: string; reason: string; additionalDetails: string | null; errorCategory: string; recommendedAction: string | null } | null }; usher: { reason: string; code: string; advice: string | null; by?: "onDemand" | "plan" | "undo" } }; exchanges: readonly ({ method: string; url: string; status: number | null; ms: number; via?: string; requestBody?: unknown; responseBody?: unknown })[] | null; curl?: readonly (readonly (string)[])[] })[]; next: string | null; count?: number }
  }
  /** The provisioning log as a file. */
  'GET /usher/log/download/{file}': {
    takes: { path: { file: string } }
    gives: unknown
  }
  /** Who is left out, and why. */
  'GET /usher/log/left-out': {
    takes: { query?: { app?: string; job?: string; cycle?: string; limit?: number } }
    gives: { leftOut: readonly ({ jobId: string; cycleId: string; at: string; because: string; count: number; says: string })[] }
  }
  /** Forgets the mail settings. */
  'DELETE /usher/mail': {
    takes: {  }
    gives: { configured: boolean; host?: string; port?: number; security?: "starttls" | "tls" | "none"; user?: string | null; from?: string; recipients?: readonly (string)[]; digest?: "immediate" | "hourly" | "daily"; tell?: "failures" | "everything"; hasPassword?: boolean; unsubscribed: readonly (string)[] }
  }
  /** Mail settings. */
  'GET /usher/mail': {
    takes: {  }
    gives: { configured: boolean; host?: string; port?: number; security?: "starttls" | "tls" | "none"; user?: string | null; from?: string; recipients?: readonly (string)[]; digest?: "immediate" | "hourly" | "daily"; tell?: "failures" | "everything"; hasPassword?: boolean; unsubscribed: readonly (string)[] }
  }
  /** Changes mail settings. */
  'PATCH /usher/mail': {
    takes: { body: { host?: string; port?: number | null; security?: "starttls" | "tls" | "none"; user?: string | null; password?: string | null; from?: string; recipients?: string; digest?: "immediate" | "hourly" | "daily"; tell?: "failures" | "everything" } }
    gives: { configured: boolean; host?: string; port?: number; security?: "starttls" | "tls" | "none"; user?: string | null; from?: string; recipients?: readonly (string)[]; digest?: "immediate" | "hourly" | "daily"; tell?: "failures" | "everything"; hasPassword?: boolean; unsubscribed: readonly (string)[] }
  }
  /** Sends mail to an address again. */
  'POST /usher/mail/resubscribe': {
    takes: { body: { address: string } }
    gives: { configured: boolean; host?: string; port?: number; security?: "starttls" | "tls" | "none"; user?: string | null; from?: string; recipients?: readonly (string)[]; digest?: "immediate" | "hourly" | "daily"; tell?: "failures" | "everything"; hasPassword?: boolean; unsubscribed: readonly (string)[] }
  }
  /** Sends a test mail. */
  'POST /usher/mail/test': {
    takes: { body?: { to?: string } }
    gives: { ok: boolean; message: string }
  }
  /** Who is signed in, and with a cookie, what changes need. */
  'GET /usher/session': {
    takes: {  }
    gives: { name: string; kind: "user" | "app" | "machine"; id: string; tenant: string; directory: string; directories: readonly ({ id: string; displayName: string; defaultDomain: string })[]; roles: readonly (string)[]; may: readonly ("microsoft.directory/users/standard/read" | "microsoft.directory/users/create" | "microsoft.directory/users/basic/update" | "microsoft.directory/users/manager/update" | "microsoft.directory/users/delete" | "microsoft.directory/users/restore" | "microsoft.directory/users/erase" | "microsoft.directory/users/authenticationMethods/update" | "microsoft.directory/groups/standard/read" | "microsoft.directory/groups/create" | "microsoft.directory/groups/basic/update" | "microsoft.directory/groups/members/update" | "microsoft.directory/groups/owners/update" | "microsoft.directory/groups/delete" | "microsoft.directory/groups/restore" | "microsoft.directory/applicationTemplates/instantiate" | "microsoft.directory/applications/standard/read" | "microsoft.directory/applications/create" | "microsoft.directory/applications/basic/update" | "microsoft.directory/applications/owners/update" | "microsoft.directory/applications/credentials/update" | "microsoft.directory/applications/delete" | "microsoft.directory/applications/synchronization/standard/read" | "microsoft.directory/servicePrincipals/appRoleAssignedTo/read" | "microsoft.directory/servicePrincipals/appRoleAssignedTo/update" | "microsoft.directory/servicePrincipals/appRoleAssignments/update" | "microsoft.directory/servicePrincipals/synchronization/standard/read" | "microsoft.directory/servicePrincipals/synchronizationJobs/manage" | "microsoft.directory/servicePrincipals/synchronizationSchema/manage" | "microsoft.directory/servicePrincipals/synchronizationCredentials/manage" | "microsoft.directory/servicePrincipals/synchronizationData/upload" | "microsoft.directory/provisioningLogs/allProperties/read" | "microsoft.directory/auditLogs/allProperties/read" | "microsoft.directory/roleManagement/standard/read" | "microsoft.directory/roleManagement/allProperties/update" | "microsoft.directory/organization/standard/read" | "microsoft.directory/organization/basic/update" | "usher/imports/create" | "usher/notifications/read" | "usher/notifications/manage" | "usher/backup/create" | "usher/tenants/manage" | "usher/health/read")[]; owns: { applications: readonly ({ id: string; displayName: string })[]; may: readonly ("microsoft.directory/users/standard/read" | "microsoft.directory/users/create" | "microsoft.directory/users/basic/update" | "microsoft.directory/users/manager/update" | "microsoft.directory/users/delete" | "microsoft.directory/users/restore" | "microsoft.directory/users/erase" | "microsoft.directory/users/authenticationMethods/update" | "microsoft.directory/groups/standard/read" | "microsoft.directory/groups/create" | "microsoft.directory/groups/basic/update" | "microsoft.directory/groups/members/update" | "microsoft.directory/groups/owners/update" | "microsoft.directory/groups/delete" | "microsoft.directory/groups/restore" | "microsoft.directory/applicationTemplates/instantiate" | "microsoft.directory/applications/standard/read" | "microsoft.directory/applications/create" | "microsoft.directory/applications/basic/update" | "microsoft.directory/applications/owners/update" | "microsoft.directory/applications/credentials/update" | "microsoft.directory/applications/delete" | "microsoft.directory/applications/synchronization/standard/read" | "microsoft.directory/servicePrincipals/appRoleAssignedTo/read" | "microsoft.directory/servicePrincipals/appRoleAssignedTo/update" | "microsoft.directory/servicePrincipals/appRoleAssignments/update" | "microsoft.directory/servicePrincipals/synchronization/standard/read" | "microsoft.directory/servicePrincipals/synchronizationJobs/manage" | "microsoft.directory/servicePrincipals/synchronizationSchema/manage" | "microsoft.directory/servicePrincipals/synchronizationCredentials/manage" | "microsoft.directory/servicePrincipals/synchronizationData/upload" | "microsoft.directory/provisioningLogs/allProperties/read" | "microsoft.directory/auditLogs/allProperties/read" | "microsoft.directory/roleManagement/standard/read" | "microsoft.directory/roleManagement/allProperties/update" | "microsoft.directory/organization/standard/read" | "microsoft.directory/organization/basic/update" | "usher/imports/create" | "usher/notifications/read" | "usher/notifications/manage" | "usher/backup/create" | "usher/tenants/manage" | "usher/health/read")[] }; csrf?: string }
  }
  /** Goes on in another directory, with the session of a browser. */
  'POST /usher/session/directory': {
    takes: { body: { directory: string } }
    gives: { id: string; displayName: string; csrf: string }
  }
  /** Changes the own password. */
  'POST /usher/session/password': {
    takes: { body: { current: string; password: string } }
    gives: { changed: boolean }
  }
  /** A new secret for the own authenticator app. */
  'POST /usher/session/second-factor': {
    takes: { body: { current: string } }
    gives: { secret: string; uri: string; proof: string }
  }
  /** Counts from now on, once a code proves that the app has it. */
  'PUT /usher/session/second-factor': {
    takes: { body: { proof: string; code: string } }
    gives: { registered: boolean }
  }
  /** Takes the own second factor away. */
  'POST /usher/session/second-factor/remove': {
    takes: { body: { current: string } }
    gives: { registered: boolean }
  }
  /** Which other provider people sign in with; never its secret. */
  'GET /usher/sign-in-provider': {
    takes: {  }
    gives: { configured?: boolean; displayName?: string; issuer?: string; clientId?: string; match?: "oid" | "upn" | "email"; hasSecret?: boolean }
  }
  /** Lets people sign in with another OpenID Connect provider. */
  'PUT /usher/sign-in-provider': {
    takes: { body: { displayName?: string; issuer: string; clientId: string; clientSecret?: string; match?: "oid" | "upn" | "email" } }
    gives: { configured?: boolean; displayName?: string; issuer?: string; clientId?: string; match?: "oid" | "upn" | "email"; hasSecret?: boolean }
  }
  /** Lets nobody sign in with it any more. */
  'DELETE /usher/sign-in-provider': {
    takes: {  }
    gives: { configured?: boolean; displayName?: string; issuer?: string; clientId?: string; match?: "oid" | "upn" | "email"; hasSecret?: boolean }
  }
  /** Says by which name the provider knows a person. */
  'PUT /usher/sign-in-provider/links': {
    takes: { body: { who: string; subject: string } }
    gives: { userPrincipalName: string; subject: string }
  }
  /** Whether it answers and knows Usher; nobody signs in. */
  'POST /usher/sign-in-provider/test': {
    takes: {  }
    gives: { ok: boolean; message: string }
  }
  /** State of everything. */
  'GET /usher/status': {
    takes: {  }
    gives: { users: number; deleted: number; groups: number; applications: readonly ({ id: string; name: string; templateId: string; job: { id: string; name: string; state: string; code: "NotConfigured" | "NotRun" | "Active" | "Paused" | "Quarantine"; progress: { phase: string; done: number; total: number; percent: number; overall: { done: number; total: number }; requests: number; waiting: { until: string; status: number } | null; estimate: { rate: number; remaining: number } | null; entra: { least: number; most: number } } | null; lastCycle: { id?: string; cycle: "initial" | "incremental"; began: string; ended: string; seconds: number; requests: number; read: number; inScope: number; created: number; joined: number; updated: number; disabled: number; deleted: number; unchanged: number; failed: number; held: number; skipped: { [name: string]: number }; stopped: boolean } | null; lastError: { code: string; message: string; at: string } | null; quarantine: { reason: string; currentBegan: string; nextAttempt: string; seriesBegan: string; seriesCount: number; error: { code: string; message: string }; evidence: { at: string; request: string | null; status: number | null; said: string | null; object: { type: string; id: string; displayName: string } | null; failures: number; successes: number; references: number; remedy: string } } | null; restored: { madeAt: string; sentence: string } | null; secretRefused: { at: string; sentence: string } | null; history: { steadyStateFirstAchievedTime: string | null; steadyStateLastAchievedTime: string | null; countSuccessiveCompleteFailures: number; synchronizedEntryCountByType: { [name: string]: number } }; nextRun: string | null; linked: number; active: number; failed: number; expired: number; held: number; undecided: number; rejected: number; changesHeld: number; changesUndecided: number; changesRejected: number; adoptionsUndecided: number } })[] }
  }
  /** Settings of the tenant. */
  'GET /usher/tenant': {
    takes: {  }
    gives: { displayName: string; defaultDomain: string; timeZone: string; logDays: number | null; exchangeDays: number; auditDays: number | null }
  }
  /** Changes settings of the tenant. */
  'PATCH /usher/tenant': {
    takes: { body: { displayName?: string; defaultDomain?: string; logDays?: number | null; exchangeDays?: number; auditDays?: number | null; timeZone?: string } }
    gives: { displayName: string; defaultDomain: string; timeZone: string; logDays: number | null; exchangeDays: number; auditDays: number | null }
  }
  /** People, by pages. */
  'GET /usher/users': {
    takes: { query?: { search?: string; deleted?: boolean; after?: string; limit?: number } }
    gives: { users: readonly ({ id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null })[]; total: number }
  }
  /** Makes a person. */
  'POST /usher/users': {
    takes: { body: { [name: string]: string | number | boolean | null | readonly (string)[] } }
    gives: { user: { id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null }; result: string }
  }
  /** Deletes a person; they can be restored for 30 days. */
  'DELETE /usher/users/{who}': {
    takes: { path: { who: string } }
    gives: { id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null }
  }
  /** One person. */
  'GET /usher/users/{who}': {
    takes: { path: { who: string } }
    gives: { id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null }
  }
  /** Changes attributes of a person; who manages them, with the right to that. */
  'PATCH /usher/users/{who}': {
    takes: { path: { who: string }; body: { [name: string]: string | number | boolean | null | readonly (string)[] } }
    gives: { user: { id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null }; result: string }
  }
  /** What expressions see of a person. */
  'GET /usher/users/{who}/attributes': {
    takes: { path: { who: string }; query?: { reads?: string; app?: string; job?: string } }
    gives: { [name: string]: unknown }
  }
  /** Forgets a person everywhere, after saying what would be erased. */
  'POST /usher/users/{who}/forget': {
    takes: { path: { who: string }; body: { yes?: boolean } }
    gives: { person?: string; accounts?: readonly (string)[]; written?: readonly (string)[]; would?: { [name: string]: number }; receipt?: { person: string; erased: { [name: string]: number }; written: readonly (string)[] } }
  }
  /** Makes a link by which a person chooses a password. */
  'POST /usher/users/{who}/invitation': {
    takes: { path: { who: string } }
    gives: { userPrincipalName: string; link: string; hours: number }
  }
  /** Removes a deleted person for good. */
  'POST /usher/users/{who}/purge': {
    takes: { path: { who: string } }
    gives: { id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null }
  }
  /** Restores a deleted person. */
  'POST /usher/users/{who}/restore': {
    takes: { path: { who: string } }
    gives: { id: string; userPrincipalName: string; accountEnabled: boolean; employeeId: string | null; attributes: { [name: string]: unknown }; managerId: string | null; deletedDateTime: string | null }
  }
  /** Takes a person's second factor away. */
  'DELETE /usher/users/{who}/second-factor': {
    takes: { path: { who: string } }
    gives: { userPrincipalName: string }
  }
  /** Ends what a person has signed in to. */
  'POST /usher/users/{who}/sign-out': {
    takes: { path: { who: string } }
    gives: { userPrincipalName: string }
  }
  /** Webhooks. */
  'GET /usher/webhooks': {
    takes: {  }
    gives: { webhooks: readonly ({ id: string; name: string; url: string; kinds: readonly (string)[] | null; enabled: boolean })[] }
  }
  /** Adds a webhook; its secret is shown once. */
  'POST /usher/webhooks': {
    takes: { body: { name: string; url: string; kinds?: readonly ("quarantineBegan" | "quarantineChanged" | "quarantineEnded" | "jobDisabled" | "removalsHeld" | "changesHeld" | "adoptionsHeld" | "secretRefused" | "secretExpires")[] | null } }
    gives: { id: string; name: string; url: string; kinds: readonly (string)[] | null; enabled: boolean; secret: string }
  }
  /** Removes a webhook. */
  'DELETE /usher/webhooks/{name}': {
    takes: { path: { name: string } }
    gives: { id: string; name: string; url: string; kinds: readonly (string)[] | null; enabled: boolean }
  }
  /** Changes a webhook. */
  'PATCH /usher/webhooks/{name}': {
    takes: { path: { name: string }; body: { url?: string; kinds?: readonly ("quarantineBegan" | "quarantineChanged" | "quarantineEnded" | "jobDisabled" | "removalsHeld" | "changesHeld" | "adoptionsHeld" | "secretRefused" | "secretExpires")[] | null; enabled?: boolean } }
    gives: { id: string; name: string; url: string; kinds: readonly (string)[] | null; enabled: boolean }
  }
  /** Gives it a new secret. */
  'POST /usher/webhooks/{name}/rotate': {
    takes: { path: { name: string } }
    gives: { name: string; secret: string; until: string }
  }
  /** Calls it once. */
  'POST /usher/webhooks/{name}/test': {
    takes: { path: { name: string } }
    gives: { ok: boolean; message: string }
  }
  /** Why something did or did not happen to somebody. */
  'GET /usher/why': {
    takes: { query: { who: string; app?: string; job?: string } }
    gives: { applications: readonly ({ application: string; applicationId: string; job: string; jobName: string; inScope: boolean; undecided: boolean; checks: readonly ({ name: string; passed: boolean; expected?: string; actual: unknown; problem?: string; decides?: boolean })[]; link: { targetId: string | null; state: string; active: boolean; deletedAt: string | null } | null; plan: { action: string; code: string; reason: string; advice: string | null; problem: { code: string; message: string } | null; changes: readonly ({ displayName: string; oldValue: string | null; newValue: string | null })[] } | null; problem: string | null; lastChange: { at: string; action: string; result: string; reason: string } | null; notes: readonly (string)[]; looks: readonly ({ why: string; since: string; next: string | null; attempts: number; error: string | null; expired: boolean; decision: string | null })[] })[] }
  }
  /** What is served, as OData describes it (CSDL). Every type is open: it may have more than is listed. */
  'GET /v1.0/$metadata': {
    takes: {  }
    gives: unknown
  }
  /** Applications of the gallery. */
  'GET /v1.0/applicationTemplates': {
    takes: { query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; displayName: string | null; publisher: string | null; description: string | null; homePageUrl: string | null; logoUrl: string | null; categories: readonly (string)[]; supportedProvisioningTypes: readonly (string)[]; supportedSingleSignOnModes: readonly (string)[]; endpoints: readonly (string)[]; lastModifiedDateTime: string | null; deprecationDate: string | null; isEntraIntegrated: boolean; riskScore: null; riskFactors: null }
  }
  /** How many applications the gallery has. */
  'GET /v1.0/applicationTemplates/$count': {
    takes: {  }
    gives: unknown
  }
  /** One application of the gallery. */
  'GET /v1.0/applicationTemplates/{id}': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; displayName: string | null; publisher: string | null; description: string | null; homePageUrl: string | null; logoUrl: string | null; categories: readonly (string)[]; supportedProvisioningTypes: readonly (string)[]; supportedSingleSignOnModes: readonly (string)[]; endpoints: readonly (string)[]; lastModifiedDateTime: string | null; deprecationDate: string | null; isEntraIntegrated: boolean; riskScore: null; riskFactors: null }
  }
  /** Adds an application of the gallery: an app registration and its service principal. It has no job yet. */
  'POST /v1.0/applicationTemplates/{id}/instantiate': {
    takes: { path: { id: string }; body: { displayName: string; serviceManagementReference?: string | null } }
    gives: unknown
  }
  /** App registrations. */
  'GET /v1.0/applications': {
    takes: { query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: string | null; appId: string; applicationTemplateId: string | null; displayName: string; createdDateTime: string; appRoles: readonly ({ id: string })[]; keyCredentials: readonly ({ keyId: string })[]; passwordCredentials: readonly ({ keyId: string })[] }
  }
  /** Makes an app registration; whoever makes it owns it. */
  'POST /v1.0/applications': {
    takes: { body: { displayName?: string; appRoles?: readonly ({ id: string; value?: string | null; displayName?: string | null; description?: string | null; isEnabled?: boolean; allowedMemberTypes?: readonly ("User" | "Application")[]; origin?: string | null })[]; keyCredentials?: readonly ({ keyId?: string | null; key?: string | null; displayName?: string | null; endDateTime?: string | null; type?: string | null; usage?: string | null })[]; passwordCredentials?: readonly ({ displayName?: string | null; startDateTime?: string | null; endDateTime?: string | null })[]; "owners@odata.bind"?: readonly (string)[]; description?: string | null; groupMembershipClaims?: string | null; identifierUris?: readonly (string)[] | null; isDeviceOnlyAuthSupported?: boolean | null; isFallbackPublicClient?: boolean | null; isDisabled?: boolean | null; notes?: string | null; samlMetadataUrl?: string | null; serviceManagementReference?: string | null; signInAudience?: "AzureADMyOrg" | "AzureADMultipleOrgs" | "AzureADandPersonalMicrosoftAccount" | "PersonalMicrosoftAccount" | null; tags?: readonly (string)[] | null; tokenEncryptionKeyId?: string | null; uniqueName?: string | null; defaultRedirectUri?: string | null; oauth2RequirePostResponse?: boolean | null; nativeAuthenticationApisEnabled?: string | null; addIns?: readonly (unknown)[] | null; requiredResourceAccess?: readonly (unknown)[] | null; api?: { [name: string]: unknown } | null; web?: { [name: string]: unknown } | null; spa?: { [name: string]: unknown } | null; publicClient?: { [name: string]: unknown } | null; info?: { [name: string]: unknown } | null; optionalClaims?: { [name: string]: unknown } | null; parentalControlSettings?: { [name: string]: unknown } | null; requestSignatureVerification?: { [name: string]: unknown } | null; servicePrincipalLockConfiguration?: { [name: string]: unknown } | null; authenticationBehaviors?: { [name: string]: unknown } | null; managerApplications?: readonly (unknown)[] | null } }
    gives: { id: string; deletedDateTime: string | null; appId: string; applicationTemplateId: string | null; displayName: string; createdDateTime: string; appRoles: readonly ({ id: string })[]; keyCredentials: readonly ({ keyId: string })[]; passwordCredentials: readonly ({ keyId: string })[] }
  }
  /** How many app registrations there are. */
  'GET /v1.0/applications/$count': {
    takes: {  }
    gives: unknown
  }
  /** One app registration, by id, appId or uniqueName. */
  'GET /v1.0/applications/{id}': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: string | null; appId: string; applicationTemplateId: string | null; displayName: string; createdDateTime: string; appRoles: readonly ({ id: string })[]; keyCredentials: readonly ({ keyId: string })[]; passwordCredentials: readonly ({ keyId: string })[] }
  }
  /** Changes an app registration; by uniqueName and with Prefer: create-if-missing it is made when there is none. */
  'PATCH /v1.0/applications/{id}': {
    takes: { path: { id: string }; body: { displayName?: string; appRoles?: readonly ({ id: string; value?: string | null; displayName?: string | null; description?: string | null; isEnabled?: boolean; allowedMemberTypes?: readonly ("User" | "Application")[]; origin?: string | null })[]; keyCredentials?: readonly ({ keyId?: string | null; key?: string | null; displayName?: string | null; endDateTime?: string | null; type?: string | null; usage?: string | null })[]; passwordCredentials?: readonly ({ displayName?: string | null; startDateTime?: string | null; endDateTime?: string | null })[]; "owners@odata.bind"?: readonly (string)[]; description?: string | null; groupMembershipClaims?: string | null; identifierUris?: readonly (string)[] | null; isDeviceOnlyAuthSupported?: boolean | null; isFallbackPublicClient?: boolean | null; isDisabled?: boolean | null; notes?: string | null; samlMetadataUrl?: string | null; serviceManagementReference?: string | null; signInAudience?: "AzureADMyOrg" | "AzureADMultipleOrgs" | "AzureADandPersonalMicrosoftAccount" | "PersonalMicrosoftAccount" | null; tags?: readonly (string)[] | null; tokenEncryptionKeyId?: string | null; uniqueName?: string | null; defaultRedirectUri?: string | null; oauth2RequirePostResponse?: boolean | null; nativeAuthenticationApisEnabled?: string | null; addIns?: readonly (unknown)[] | null; requiredResourceAccess?: readonly (unknown)[] | null; api?: { [name: string]: unknown } | null; web?: { [name: string]: unknown } | null; spa?: { [name: string]: unknown } | null; publicClient?: { [name: string]: unknown } | null; info?: { [name: string]: unknown } | null; optionalClaims?: { [name: string]: unknown } | null; parentalControlSettings?: { [name: string]: unknown } | null; requestSignatureVerification?: { [name: string]: unknown } | null; servicePrincipalLockConfiguration?: { [name: string]: unknown } | null; authenticationBehaviors?: { [name: string]: unknown } | null; managerApplications?: readonly (unknown)[] | null } }
    gives: unknown
  }
  /** Deletes an app registration and its service principal; they can be restored for 30 days. */
  'DELETE /v1.0/applications/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Makes a secret for a client. It is in this answer, and nowhere else. */
  'POST /v1.0/applications/{id}/addPassword': {
    takes: { path: { id: string }; body: { passwordCredential?: { displayName?: string | null; startDateTime?: string | null; endDateTime?: string | null } | null } }
    gives: { keyId: string; secretText: string | null; hint: string | null }
  }
  /** Always empty: there are none here. */
  'GET /v1.0/applications/{id}/extensionProperties': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/applications/{id}/federatedIdentityCredentials': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The logo of an application. */
  'GET /v1.0/applications/{id}/logo': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Sets the logo of an application: a PNG, JPEG or GIF of at most 100 kB. */
  'PUT /v1.0/applications/{id}/logo': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who owns it. */
  'GET /v1.0/applications/{id}/owners': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { "@odata.type": string; id: string; displayName: string | null; userPrincipalName?: string }
  }
  /** The addresses of its owners. */
  'GET /v1.0/applications/{id}/owners/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Makes somebody an owner. */
  'POST /v1.0/applications/{id}/owners/$ref': {
    takes: { path: { id: string }; body: { "@odata.id": string } }
    gives: unknown
  }
  /** Takes ownership away. */
  'DELETE /v1.0/applications/{id}/owners/{owner}/$ref': {
    takes: { path: { id: string; owner: string } }
    gives: unknown
  }
  /** Who owns it. Only those of one type. */
  'GET /v1.0/applications/{id}/owners/microsoft.graph.servicePrincipal': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who owns it. Only those of one type. */
  'GET /v1.0/applications/{id}/owners/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Removes a secret of a client; it gets no new tokens with it. */
  'POST /v1.0/applications/{id}/removePassword': {
    takes: { path: { id: string }; body: { keyId: string } }
    gives: unknown
  }
  /** What an application is asked with; secrets are masked. */
  'GET /v1.0/applications/{id}/synchronization': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Not there: applications are asked with tokens or as OAuth clients, never in the name of a person. */
  'POST /v1.0/applications/{id}/synchronization/acquireAccessToken': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Jobs of an application. */
  'GET /v1.0/applications/{id}/synchronization/jobs': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; templateId: string; schedule: { state: string }; status: { code: string } }
  }
  /** Makes a job of a template. It is not started. */
  'POST /v1.0/applications/{id}/synchronization/jobs': {
    takes: { path: { id: string }; body: { templateId?: string | null; schedule?: { interval?: string | null; expiration?: string | null; state?: string | null } | null; synchronizationJobSettings?: readonly ({ name: string; value?: string | null })[] | null } }
    gives: { id: string; templateId: string; schedule: { state: string }; status: { code: string } }
  }
  /** How many jobs an application has. */
  'GET /v1.0/applications/{id}/synchronization/jobs/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One job, with its status. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}': {
    takes: { path: { id: string; job: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; templateId: string; schedule: { state: string }; status: { code: string } }
  }
  /** Changes the interval and settings of a job. */
  'PATCH /v1.0/applications/{id}/synchronization/jobs/{job}': {
    takes: { path: { id: string; job: string }; body: { templateId?: string | null; schedule?: { interval?: string | null; expiration?: string | null; state?: string | null } | null; synchronizationJobSettings?: readonly ({ name: string; value?: string | null })[] | null } }
    gives: unknown
  }
  /** Removes a job. Accounts in the application are left alone. */
  'DELETE /v1.0/applications/{id}/synchronization/jobs/{job}': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Takes at most 50 people, as application/scim+json, for an inbound job; what becomes of them is in the provisioning log, where Location leads. At most 40 calls in 5 seconds, and 6000 in a day, unless the service is set otherwise. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/bulkUpload': {
    takes: { path: { id: string; job: string }; body: { schemas: readonly (string)[]; Operations: readonly ({ method: string; bulkId?: string | null; path: string; data: { [name: string]: unknown } })[]; failOnErrors?: number | null } }
    gives: unknown
  }
  /** Refused: what was sent is carried out and not kept; the provisioning log says what became of it. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}/bulkUpload/$value': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Refused: what was sent is carried out and not kept; the provisioning log says what became of it. */
  'PUT /v1.0/applications/{id}/synchronization/jobs/{job}/bulkUpload/$value': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Refused: what was sent is carried out and not kept; the provisioning log says what became of it. */
  'DELETE /v1.0/applications/{id}/synchronization/jobs/{job}/bulkUpload/$value': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Stops a job; it goes on where it was when it is started again. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/pause': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Provisions one person, or one group with at most 5 members, now; at most 5 times in 10 seconds. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/provisionOnDemand': {
    takes: { path: { id: string; job: string }; body: { parameters: readonly ({ ruleId: string; subjects: readonly ({ objectId: string; objectTypeName: string; links?: { members?: readonly ({ objectId: string; objectTypeName: string })[] | null; owners?: readonly ({ objectId: string; objectTypeName: string })[] | null; manager?: { objectId: string; objectTypeName: string } | null } | null })[] })[] } }
    gives: { key: string; value: string }
  }
  /** Forgets what the scopes name, and starts the job. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/restart': {
    takes: { path: { id: string; job: string }; body?: { criteria?: { resetScope?: string | readonly (string)[] | null } | null } | null }
    gives: unknown
  }
  /** Mappings and filters of a job, with the attributes of both directories. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] }
  }
  /** Saves mappings and filters, whole or not at all. */
  'PUT /v1.0/applications/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string }; body: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] } }
    gives: unknown
  }
  /** The same; lists that are left out stay. */
  'PATCH /v1.0/applications/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string }; body: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] } }
    gives: unknown
  }
  /** Goes back to the mappings of the gallery. */
  'DELETE /v1.0/applications/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** The directory and the application, each with its attributes. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}/schema/directories': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** How many directories a schema has. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}/schema/directories/$count': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** One directory with its attributes. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}/schema/directories/{directory}': {
    takes: { path: { id: string; job: string; directory: string } }
    gives: unknown
  }
  /** Asks the application which attributes it has. They are in the answer; save the schema to keep them. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/schema/directories/{directory}/discover': {
    takes: { path: { id: string; job: string; directory: string } }
    gives: unknown
  }
  /** The operators of scoping filters. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}/schema/filterOperators': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** The functions of expressions. */
  'GET /v1.0/applications/{id}/synchronization/jobs/{job}/schema/functions': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Reads an expression, and evaluates it for an object that is given. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/schema/parseExpression': {
    takes: { path: { id: string; job: string }; body: { expression?: string | null; testInputObject?: { properties?: readonly ({ key: string; value?: unknown })[] | null } | null; targetAttributeDefinition?: { [name: string]: unknown } | null } }
    gives: unknown
  }
  /** Starts a job; what stopped it by itself is forgotten. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/start': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Tries credentials, given or saved, and says at which stage they fail. Nothing is stored. */
  'POST /v1.0/applications/{id}/synchronization/jobs/{job}/validateCredentials': {
    takes: { path: { id: string; job: string }; body: { applicationIdentifier?: string | null; templateId?: string | null; useSavedCredentials?: boolean | null; credentials?: readonly ({ key: string; value?: string | null })[] | null } }
    gives: unknown
  }
  /** Tries credentials, given or saved, and says at which stage they fail. Nothing is stored. */
  'POST /v1.0/applications/{id}/synchronization/jobs/validateCredentials': {
    takes: { path: { id: string }; body: { applicationIdentifier?: string | null; templateId?: string | null; useSavedCredentials?: boolean | null; credentials?: readonly ({ key: string; value?: string | null })[] | null } }
    gives: unknown
  }
  /** Address, secrets and settings of an application, in the order in which they were given; secrets are masked. */
  'GET /v1.0/applications/{id}/synchronization/secrets': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { key: string; value: string }
  }
  /** Replaces address, secrets and settings of an application. An empty value takes one away; * keeps what is stored. */
  'PUT /v1.0/applications/{id}/synchronization/secrets': {
    takes: { path: { id: string }; body: { value: readonly ({ key: string; value?: string | null })[] } }
    gives: unknown
  }
  /** How many there are. */
  'GET /v1.0/applications/{id}/synchronization/secrets/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** What jobs of an application can be made of. */
  'GET /v1.0/applications/{id}/synchronization/templates': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; applicationId: string; default: boolean; factoryTag: string }
  }
  /** How many templates there are. */
  'GET /v1.0/applications/{id}/synchronization/templates/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One template of jobs. */
  'GET /v1.0/applications/{id}/synchronization/templates/{template}': {
    takes: { path: { id: string; template: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; applicationId: string; default: boolean; factoryTag: string }
  }
  /** The mappings that jobs of a template begin with. */
  'GET /v1.0/applications/{id}/synchronization/templates/{template}/schema': {
    takes: { path: { id: string; template: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] }
  }
  /** The operators of scoping filters. */
  'GET /v1.0/applications/{id}/synchronization/templates/{template}/schema/filterOperators': {
    takes: { path: { id: string; template: string } }
    gives: unknown
  }
  /** The functions of expressions. */
  'GET /v1.0/applications/{id}/synchronization/templates/{template}/schema/functions': {
    takes: { path: { id: string; template: string } }
    gives: unknown
  }
  /** Reads an expression, and evaluates it for an object that is given. */
  'POST /v1.0/applications/{id}/synchronization/templates/{template}/schema/parseExpression': {
    takes: { path: { id: string; template: string }; body: { expression?: string | null; testInputObject?: { properties?: readonly ({ key: string; value?: unknown })[] | null } | null; targetAttributeDefinition?: { [name: string]: unknown } | null } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/applications/{id}/tokenIssuancePolicies': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/applications/{id}/tokenLifetimePolicies': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** App registrations, and which changed since a link that an earlier answer had. */
  'GET /v1.0/applications/delta': {
    takes: {  }
    gives: unknown
  }
  /** Every administrative act, newest first. */
  'GET /v1.0/auditLogs/directoryAudits': {
    takes: {  }
    gives: unknown
  }
  /** One act. */
  'GET /v1.0/auditLogs/directoryAudits/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** What provisioning did, object by object, newest first; owners see what was done for their applications. */
  'GET /v1.0/auditLogs/provisioning': {
    takes: {  }
    gives: unknown
  }
  /** One line. */
  'GET /v1.0/auditLogs/provisioning/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Refused: the type of what was deleted belongs into the address. */
  'GET /v1.0/directory/deletedItems': {
    takes: {  }
    gives: unknown
  }
  /** One object that was deleted. */
  'GET /v1.0/directory/deletedItems/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Removes for good what was deleted. */
  'DELETE /v1.0/directory/deletedItems/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Brings back what was deleted, with its id and what belonged to it. */
  'POST /v1.0/directory/deletedItems/{id}/restore': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Those that were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.application': {
    takes: {  }
    gives: unknown
  }
  /** How many were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.application/$count': {
    takes: {  }
    gives: unknown
  }
  /** Those that were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.group': {
    takes: {  }
    gives: unknown
  }
  /** How many were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.group/$count': {
    takes: {  }
    gives: unknown
  }
  /** Those that were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.servicePrincipal': {
    takes: {  }
    gives: unknown
  }
  /** How many were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.servicePrincipal/$count': {
    takes: {  }
    gives: unknown
  }
  /** Those that were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.user': {
    takes: {  }
    gives: unknown
  }
  /** How many were deleted in the last 30 days. */
  'GET /v1.0/directory/deletedItems/microsoft.graph.user/$count': {
    takes: {  }
    gives: unknown
  }
  /** One object of any type. */
  'GET /v1.0/directoryObjects/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Deletes an object of any type; it can be restored for 30 days. */
  'DELETE /v1.0/directoryObjects/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Which of these groups it belongs to, at any depth. */
  'POST /v1.0/directoryObjects/{id}/checkMemberGroups': {
    takes: { path: { id: string }; body: { groupIds: readonly (string)[] } }
    gives: unknown
  }
  /** Which of these groups and roles it has, at any depth. */
  'POST /v1.0/directoryObjects/{id}/checkMemberObjects': {
    takes: { path: { id: string }; body: { ids: readonly (string)[] } }
    gives: unknown
  }
  /** The groups that it belongs to, at any depth. */
  'POST /v1.0/directoryObjects/{id}/getMemberGroups': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** The groups and roles that it has, at any depth. */
  'POST /v1.0/directoryObjects/{id}/getMemberObjects': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** Several objects by their ids, of those that the caller may read. */
  'POST /v1.0/directoryObjects/getByIds': {
    takes: { body: { ids: readonly (string)[]; types?: readonly (string)[] | null } }
    gives: unknown
  }
  /** Whether a name could be that of a group. */
  'POST /v1.0/directoryObjects/validateProperties': {
    takes: { body: { entityType: string; displayName?: string | null; mailNickname?: string | null } }
    gives: unknown
  }
  /** The built-in roles. */
  'GET /v1.0/directoryRoleTemplates': {
    takes: {  }
    gives: unknown
  }
  /** The built-in roles; all are active here. */
  'GET /v1.0/directoryRoles': {
    takes: {  }
    gives: unknown
  }
  /** Activates a role; all are active here, so it is given back. */
  'POST /v1.0/directoryRoles': {
    takes: { body: { roleTemplateId: string } }
    gives: unknown
  }
  /** One built-in role, by id or roleTemplateId. */
  'GET /v1.0/directoryRoles/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who has it. */
  'GET /v1.0/directoryRoles/{id}/members': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Gives somebody the role. */
  'POST /v1.0/directoryRoles/{id}/members/$ref': {
    takes: { path: { id: string }; body: { "@odata.id": string } }
    gives: unknown
  }
  /** Takes the role away. */
  'DELETE /v1.0/directoryRoles/{id}/members/{member}/$ref': {
    takes: { path: { id: string; member: string } }
    gives: unknown
  }
  /** Groups. */
  'GET /v1.0/groups': {
    takes: { query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: string | null; description: string | null; displayName: string; groupTypes: readonly (string)[]; mailEnabled: boolean; mailNickname: string | null; securityEnabled: boolean; securityIdentifier: string }
  }
  /** Makes a group, with owners and members where they are given. */
  'POST /v1.0/groups': {
    takes: { body: { displayName?: string; description?: string | null; mailNickname?: string | null; mail?: string | null; securityEnabled?: boolean; "owners@odata.bind"?: readonly (string)[]; "members@odata.bind"?: readonly (string)[]; classification?: string | null; creationOptions?: readonly (string)[] | null; groupTypes?: readonly ("Unified" | "DynamicMembership")[] | null; isAssignableToRole?: boolean | null; mailEnabled?: boolean | null; membershipRule?: string | null; membershipRuleProcessingState?: "On" | "Paused" | null; onPremisesProvisioningErrors?: readonly (unknown)[] | null; onPremisesSyncEnabled?: boolean | null; preferredDataLocation?: string | null; preferredLanguage?: string | null; proxyAddresses?: readonly (string)[] | null; resourceBehaviorOptions?: readonly (string)[] | null; resourceProvisioningOptions?: readonly (string)[] | null; serviceProvisioningErrors?: readonly (unknown)[] | null; theme?: string | null; uniqueName?: string | null; visibility?: "Private" | "Public" | "HiddenMembership" | "Hiddenmembership" | null; allowExternalSenders?: boolean | null; autoSubscribeNewMembers?: boolean | null; hideFromAddressLists?: boolean | null; hideFromOutlookClients?: boolean | null; isSubscribedByMail?: boolean | null; isArchived?: boolean | null; assignedLabels?: readonly (unknown)[] | null; assignedLicenses?: readonly (unknown)[] | null; isManagementRestricted?: boolean | null; infoCatalogs?: readonly (unknown)[] | null } }
    gives: { id: string; deletedDateTime: string | null; description: string | null; displayName: string; groupTypes: readonly (string)[]; mailEnabled: boolean; mailNickname: string | null; securityEnabled: boolean; securityIdentifier: string }
  }
  /** How many groups there are. */
  'GET /v1.0/groups/$count': {
    takes: {  }
    gives: unknown
  }
  /** One group, by id or uniqueName. */
  'GET /v1.0/groups/{id}': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: string | null; description: string | null; displayName: string; groupTypes: readonly (string)[]; mailEnabled: boolean; mailNickname: string | null; securityEnabled: boolean; securityIdentifier: string }
  }
  /** Changes a group; members@odata.bind adds members. By uniqueName and with Prefer: create-if-missing it is made when there is none. */
  'PATCH /v1.0/groups/{id}': {
    takes: { path: { id: string }; body: { displayName?: string; description?: string | null; mailNickname?: string | null; mail?: string | null; securityEnabled?: boolean; "owners@odata.bind"?: readonly (string)[]; "members@odata.bind"?: readonly (string)[]; classification?: string | null; creationOptions?: readonly (string)[] | null; groupTypes?: readonly ("Unified" | "DynamicMembership")[] | null; isAssignableToRole?: boolean | null; mailEnabled?: boolean | null; membershipRule?: string | null; membershipRuleProcessingState?: "On" | "Paused" | null; onPremisesProvisioningErrors?: readonly (unknown)[] | null; onPremisesSyncEnabled?: boolean | null; preferredDataLocation?: string | null; preferredLanguage?: string | null; proxyAddresses?: readonly (string)[] | null; resourceBehaviorOptions?: readonly (string)[] | null; resourceProvisioningOptions?: readonly (string)[] | null; serviceProvisioningErrors?: readonly (unknown)[] | null; theme?: string | null; uniqueName?: string | null; visibility?: "Private" | "Public" | "HiddenMembership" | "Hiddenmembership" | null; allowExternalSenders?: boolean | null; autoSubscribeNewMembers?: boolean | null; hideFromAddressLists?: boolean | null; hideFromOutlookClients?: boolean | null; isSubscribedByMail?: boolean | null; isArchived?: boolean | null; assignedLabels?: readonly (unknown)[] | null; assignedLicenses?: readonly (unknown)[] | null; isManagementRestricted?: boolean | null; infoCatalogs?: readonly (unknown)[] | null } }
    gives: unknown
  }
  /** Deletes a group; it can be restored for 30 days with its members. */
  'DELETE /v1.0/groups/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** App roles that were given. */
  'GET /v1.0/groups/{id}/appRoleAssignments': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Gives an app role to a person, a group or a client. */
  'POST /v1.0/groups/{id}/appRoleAssignments': {
    takes: { path: { id: string }; body: { principalId?: string; resourceId?: string; appRoleId?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** How many app roles were given. */
  'GET /v1.0/groups/{id}/appRoleAssignments/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One app role that was given. */
  'GET /v1.0/groups/{id}/appRoleAssignments/{assignment}': {
    takes: { path: { id: string; assignment: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Takes an app role away. */
  'DELETE /v1.0/groups/{id}/appRoleAssignments/{assignment}': {
    takes: { path: { id: string; assignment: string } }
    gives: unknown
  }
  /** Which of these groups it belongs to, at any depth. */
  'POST /v1.0/groups/{id}/checkMemberGroups': {
    takes: { path: { id: string }; body: { groupIds: readonly (string)[] } }
    gives: unknown
  }
  /** Which of these groups and roles it has, at any depth. */
  'POST /v1.0/groups/{id}/checkMemberObjects': {
    takes: { path: { id: string }; body: { ids: readonly (string)[] } }
    gives: unknown
  }
  /** The groups that it belongs to, at any depth. */
  'POST /v1.0/groups/{id}/getMemberGroups': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** The groups and roles that it has, at any depth. */
  'POST /v1.0/groups/{id}/getMemberObjects': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** Groups that a group is in, and its roles. */
  'GET /v1.0/groups/{id}/memberOf': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, and its roles. */
  'GET /v1.0/groups/{id}/memberOf/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Groups that a group is in, and its roles. */
  'GET /v1.0/groups/{id}/memberOf/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a group is in, and its roles. Only those of one type. */
  'GET /v1.0/groups/{id}/memberOf/microsoft.graph.directoryRole': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, and its roles. */
  'GET /v1.0/groups/{id}/memberOf/microsoft.graph.directoryRole/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a group is in, and its roles. Only those of one type. */
  'GET /v1.0/groups/{id}/memberOf/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, and its roles. */
  'GET /v1.0/groups/{id}/memberOf/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a group is in, and its roles. Only those of one type. */
  'GET /v1.0/groups/{id}/memberOf/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, and its roles. */
  'GET /v1.0/groups/{id}/memberOf/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who is in a group. */
  'GET /v1.0/groups/{id}/members': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group. */
  'GET /v1.0/groups/{id}/members/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Who is in a group. */
  'GET /v1.0/groups/{id}/members/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Adds a person, a group or a service principal to a group. */
  'POST /v1.0/groups/{id}/members/$ref': {
    takes: { path: { id: string }; body: { "@odata.id": string } }
    gives: unknown
  }
  /** Refused: without $ref it would delete the member itself. */
  'DELETE /v1.0/groups/{id}/members/{member}': {
    takes: { path: { id: string; member: string } }
    gives: unknown
  }
  /** Takes a member out of a group. */
  'DELETE /v1.0/groups/{id}/members/{member}/$ref': {
    takes: { path: { id: string; member: string } }
    gives: unknown
  }
  /** Who is in a group. Only those of one type. */
  'GET /v1.0/groups/{id}/members/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group. */
  'GET /v1.0/groups/{id}/members/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who is in a group. Only those of one type. */
  'GET /v1.0/groups/{id}/members/microsoft.graph.servicePrincipal': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group. */
  'GET /v1.0/groups/{id}/members/microsoft.graph.servicePrincipal/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who is in a group. Only those of one type. */
  'GET /v1.0/groups/{id}/members/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group. */
  'GET /v1.0/groups/{id}/members/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who owns it. */
  'GET /v1.0/groups/{id}/owners': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { "@odata.type": string; id: string; displayName: string | null; userPrincipalName?: string }
  }
  /** The addresses of its owners. */
  'GET /v1.0/groups/{id}/owners/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Makes somebody an owner. */
  'POST /v1.0/groups/{id}/owners/$ref': {
    takes: { path: { id: string }; body: { "@odata.id": string } }
    gives: unknown
  }
  /** Takes ownership away. */
  'DELETE /v1.0/groups/{id}/owners/{owner}/$ref': {
    takes: { path: { id: string; owner: string } }
    gives: unknown
  }
  /** Who owns it. Only those of one type. */
  'GET /v1.0/groups/{id}/owners/microsoft.graph.servicePrincipal': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who owns it. Only those of one type. */
  'GET /v1.0/groups/{id}/owners/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a group is in, at any depth, and its roles. */
  'GET /v1.0/groups/{id}/transitiveMemberOf': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, at any depth, and its roles. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Groups that a group is in, at any depth, and its roles. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a group is in, at any depth, and its roles. Only those of one type. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/microsoft.graph.directoryRole': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, at any depth, and its roles. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/microsoft.graph.directoryRole/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a group is in, at any depth, and its roles. Only those of one type. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, at any depth, and its roles. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a group is in, at any depth, and its roles. Only those of one type. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a group is in, at any depth, and its roles. */
  'GET /v1.0/groups/{id}/transitiveMemberOf/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who is in a group, at any depth. */
  'GET /v1.0/groups/{id}/transitiveMembers': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group, at any depth. */
  'GET /v1.0/groups/{id}/transitiveMembers/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Who is in a group, at any depth. */
  'GET /v1.0/groups/{id}/transitiveMembers/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who is in a group, at any depth. Only those of one type. */
  'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group, at any depth. */
  'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who is in a group, at any depth. Only those of one type. */
  'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.servicePrincipal': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group, at any depth. */
  'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.servicePrincipal/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who is in a group, at any depth. Only those of one type. */
  'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Who is in a group, at any depth. */
  'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups with their members, and what of them changed since a link that an earlier answer had. */
  'GET /v1.0/groups/delta': {
    takes: {  }
    gives: unknown
  }
  /** The signed-in person. */
  'GET /v1.0/me': {
    takes: { query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; displayName: string | null; userPrincipalName: string; mail: string | null; businessPhones: readonly (string)[] }
  }
  /** Delegated permissions that clients were given. They are kept; what somebody may do is decided by their roles. */
  'GET /v1.0/oauth2PermissionGrants': {
    takes: { query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; clientId: string; consentType: "AllPrincipals" | "Principal"; principalId: string | null; resourceId: string; scope: string }
  }
  /** Gives a client delegated permissions, for one person or for everybody. */
  'POST /v1.0/oauth2PermissionGrants': {
    takes: { body: { clientId: string; consentType: "AllPrincipals" | "Principal"; principalId?: string | null; resourceId: string; scope?: string | null } }
    gives: { id: string; clientId: string; consentType: "AllPrincipals" | "Principal"; principalId: string | null; resourceId: string; scope: string }
  }
  /** One of these. */
  'GET /v1.0/oauth2PermissionGrants/{id}': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; clientId: string; consentType: "AllPrincipals" | "Principal"; principalId: string | null; resourceId: string; scope: string }
  }
  /** Changes the scope of it. */
  'PATCH /v1.0/oauth2PermissionGrants/{id}': {
    takes: { path: { id: string }; body: { scope: string } }
    gives: unknown
  }
  /** Takes it away. */
  'DELETE /v1.0/oauth2PermissionGrants/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The tenant of the caller. */
  'GET /v1.0/organization': {
    takes: {  }
    gives: unknown
  }
  /** One tenant; only that of the caller exists for them. */
  'GET /v1.0/organization/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who has which role. */
  'GET /v1.0/roleManagement/directory/roleAssignments': {
    takes: {  }
    gives: unknown
  }
  /** Gives a person, a group or a client a role. */
  'POST /v1.0/roleManagement/directory/roleAssignments': {
    takes: { body: { principalId: string; roleDefinitionId: string; directoryScopeId?: "/" } }
    gives: unknown
  }
  /** One assignment of a role. */
  'GET /v1.0/roleManagement/directory/roleAssignments/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Takes a role away. */
  'DELETE /v1.0/roleManagement/directory/roleAssignments/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Built-in and custom roles, with the actions that they give. */
  'GET /v1.0/roleManagement/directory/roleDefinitions': {
    takes: {  }
    gives: unknown
  }
  /** Makes a custom role of actions. */
  'POST /v1.0/roleManagement/directory/roleDefinitions': {
    takes: { body: { displayName: string; description?: string | null; isEnabled?: boolean; rolePermissions: readonly ({ allowedResourceActions: readonly (string)[] })[] } }
    gives: unknown
  }
  /** One role. */
  'GET /v1.0/roleManagement/directory/roleDefinitions/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Changes a custom role. */
  'PATCH /v1.0/roleManagement/directory/roleDefinitions/{id}': {
    takes: { path: { id: string }; body: { displayName?: string; description?: string | null; isEnabled?: boolean; rolePermissions?: readonly ({ allowedResourceActions: readonly (string)[] })[] } }
    gives: unknown
  }
  /** Removes a custom role, also from everybody who has it. */
  'DELETE /v1.0/roleManagement/directory/roleDefinitions/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Enterprise applications and clients. */
  'GET /v1.0/servicePrincipals': {
    takes: { query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: string | null; appId: string; applicationTemplateId: string | null; appDisplayName: string | null; displayName: string; notes: string | null; createdDateTime: string | null; appRoles: readonly ({ id: string })[] }
  }
  /** Makes the service principal of an app registration. */
  'POST /v1.0/servicePrincipals': {
    takes: { body: { appId?: string; displayName?: string; appRoles?: readonly ({ id: string; value?: string | null; displayName?: string | null; description?: string | null; isEnabled?: boolean; allowedMemberTypes?: readonly ("User" | "Application")[]; origin?: string | null })[]; keyCredentials?: readonly ({ keyId?: string | null; key?: string | null; displayName?: string | null; endDateTime?: string | null; type?: string | null; usage?: string | null })[]; "owners@odata.bind"?: readonly (string)[]; accountEnabled?: boolean | null; alternativeNames?: readonly (string)[] | null; appRoleAssignmentRequired?: boolean | null; description?: string | null; homepage?: string | null; isDisabled?: boolean | null; loginUrl?: string | null; logoutUrl?: string | null; notes?: string | null; notificationEmailAddresses?: readonly (string)[] | null; preferredSingleSignOnMode?: string | null; preferredTokenSigningKeyThumbprint?: string | null; replyUrls?: readonly (string)[] | null; samlMetadataUrl?: string | null; samlSingleSignOnSettings?: { [name: string]: unknown } | null; servicePrincipalNames?: readonly (string)[] | null; servicePrincipalType?: "Application" | "ManagedIdentity" | "Legacy" | "SocialIdp" | null; tags?: readonly (string)[] | null; tokenEncryptionKeyId?: string | null; addIns?: readonly (unknown)[] | null; oauth2PermissionScopes?: readonly (unknown)[] | null; resourceSpecificApplicationPermissions?: readonly (unknown)[] | null; info?: { [name: string]: unknown } | null; customSecurityAttributes?: { [name: string]: unknown } | null } }
    gives: { id: string; deletedDateTime: string | null; appId: string; applicationTemplateId: string | null; appDisplayName: string | null; displayName: string; notes: string | null; createdDateTime: string | null; appRoles: readonly ({ id: string })[] }
  }
  /** How many service principals there are. */
  'GET /v1.0/servicePrincipals/$count': {
    takes: {  }
    gives: unknown
  }
  /** One service principal, by id or appId. */
  'GET /v1.0/servicePrincipals/{id}': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: string | null; appId: string; applicationTemplateId: string | null; appDisplayName: string | null; displayName: string; notes: string | null; createdDateTime: string | null; appRoles: readonly ({ id: string })[] }
  }
  /** Changes a service principal; by appId and with Prefer: create-if-missing it is made when there is none. */
  'PATCH /v1.0/servicePrincipals/{id}': {
    takes: { path: { id: string }; body: { appId?: string; displayName?: string; appRoles?: readonly ({ id: string; value?: string | null; displayName?: string | null; description?: string | null; isEnabled?: boolean; allowedMemberTypes?: readonly ("User" | "Application")[]; origin?: string | null })[]; keyCredentials?: readonly ({ keyId?: string | null; key?: string | null; displayName?: string | null; endDateTime?: string | null; type?: string | null; usage?: string | null })[]; "owners@odata.bind"?: readonly (string)[]; accountEnabled?: boolean | null; alternativeNames?: readonly (string)[] | null; appRoleAssignmentRequired?: boolean | null; description?: string | null; homepage?: string | null; isDisabled?: boolean | null; loginUrl?: string | null; logoutUrl?: string | null; notes?: string | null; notificationEmailAddresses?: readonly (string)[] | null; preferredSingleSignOnMode?: string | null; preferredTokenSigningKeyThumbprint?: string | null; replyUrls?: readonly (string)[] | null; samlMetadataUrl?: string | null; samlSingleSignOnSettings?: { [name: string]: unknown } | null; servicePrincipalNames?: readonly (string)[] | null; servicePrincipalType?: "Application" | "ManagedIdentity" | "Legacy" | "SocialIdp" | null; tags?: readonly (string)[] | null; tokenEncryptionKeyId?: string | null; addIns?: readonly (unknown)[] | null; oauth2PermissionScopes?: readonly (unknown)[] | null; resourceSpecificApplicationPermissions?: readonly (unknown)[] | null; info?: { [name: string]: unknown } | null; customSecurityAttributes?: { [name: string]: unknown } | null } }
    gives: unknown
  }
  /** Deletes a service principal; its jobs end, accounts are left alone, and it can be restored for 30 days. */
  'DELETE /v1.0/servicePrincipals/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Makes a secret for a client. It is in this answer, and nowhere else. */
  'POST /v1.0/servicePrincipals/{id}/addPassword': {
    takes: { path: { id: string }; body: { passwordCredential?: { displayName?: string | null; startDateTime?: string | null; endDateTime?: string | null } | null } }
    gives: { keyId: string; secretText: string | null; hint: string | null }
  }
  /** App roles that were given. */
  'GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Gives an app role to a person, a group or a client. */
  'POST /v1.0/servicePrincipals/{id}/appRoleAssignedTo': {
    takes: { path: { id: string }; body: { principalId?: string; resourceId?: string; appRoleId?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** How many app roles were given. */
  'GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One app role that was given. */
  'GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo/{assignment}': {
    takes: { path: { id: string; assignment: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Takes an app role away. */
  'DELETE /v1.0/servicePrincipals/{id}/appRoleAssignedTo/{assignment}': {
    takes: { path: { id: string; assignment: string } }
    gives: unknown
  }
  /** App roles that were given. */
  'GET /v1.0/servicePrincipals/{id}/appRoleAssignments': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Gives an app role to a person, a group or a client. */
  'POST /v1.0/servicePrincipals/{id}/appRoleAssignments': {
    takes: { path: { id: string }; body: { principalId?: string; resourceId?: string; appRoleId?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** How many app roles were given. */
  'GET /v1.0/servicePrincipals/{id}/appRoleAssignments/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One app role that was given. */
  'GET /v1.0/servicePrincipals/{id}/appRoleAssignments/{assignment}': {
    takes: { path: { id: string; assignment: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Takes an app role away. */
  'DELETE /v1.0/servicePrincipals/{id}/appRoleAssignments/{assignment}': {
    takes: { path: { id: string; assignment: string } }
    gives: unknown
  }
  /** Which of these groups it belongs to, at any depth. */
  'POST /v1.0/servicePrincipals/{id}/checkMemberGroups': {
    takes: { path: { id: string }; body: { groupIds: readonly (string)[] } }
    gives: unknown
  }
  /** Which of these groups and roles it has, at any depth. */
  'POST /v1.0/servicePrincipals/{id}/checkMemberObjects': {
    takes: { path: { id: string }; body: { ids: readonly (string)[] } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/servicePrincipals/{id}/claimsMappingPolicies': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/servicePrincipals/{id}/createdObjects': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/servicePrincipals/{id}/delegatedPermissionClassifications': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The groups that it belongs to, at any depth. */
  'POST /v1.0/servicePrincipals/{id}/getMemberGroups': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** The groups and roles that it has, at any depth. */
  'POST /v1.0/servicePrincipals/{id}/getMemberObjects': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/servicePrincipals/{id}/homeRealmDiscoveryPolicies': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/memberOf': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Groups that a client is in, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, and its roles. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/microsoft.graph.directoryRole': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/microsoft.graph.directoryRole/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, and its roles. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, and its roles. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/memberOf/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Delegated permissions of this client. */
  'GET /v1.0/servicePrincipals/{id}/oauth2PermissionGrants': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; clientId: string; consentType: "AllPrincipals" | "Principal"; principalId: string | null; resourceId: string; scope: string }
  }
  /** Applications, service principals and groups that a client owns. */
  'GET /v1.0/servicePrincipals/{id}/ownedObjects': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who owns it. */
  'GET /v1.0/servicePrincipals/{id}/owners': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { "@odata.type": string; id: string; displayName: string | null; userPrincipalName?: string }
  }
  /** The addresses of its owners. */
  'GET /v1.0/servicePrincipals/{id}/owners/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Makes somebody an owner. */
  'POST /v1.0/servicePrincipals/{id}/owners/$ref': {
    takes: { path: { id: string }; body: { "@odata.id": string } }
    gives: unknown
  }
  /** Takes ownership away. */
  'DELETE /v1.0/servicePrincipals/{id}/owners/{owner}/$ref': {
    takes: { path: { id: string; owner: string } }
    gives: unknown
  }
  /** Who owns it. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/owners/microsoft.graph.servicePrincipal': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Who owns it. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/owners/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Removes a secret of a client; it gets no new tokens with it. */
  'POST /v1.0/servicePrincipals/{id}/removePassword': {
    takes: { path: { id: string }; body: { keyId: string } }
    gives: unknown
  }
  /** What an application is asked with; secrets are masked. */
  'GET /v1.0/servicePrincipals/{id}/synchronization': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Not there: applications are asked with tokens or as OAuth clients, never in the name of a person. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/acquireAccessToken': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Jobs of an application. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; templateId: string; schedule: { state: string }; status: { code: string } }
  }
  /** Makes a job of a template. It is not started. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs': {
    takes: { path: { id: string }; body: { templateId?: string | null; schedule?: { interval?: string | null; expiration?: string | null; state?: string | null } | null; synchronizationJobSettings?: readonly ({ name: string; value?: string | null })[] | null } }
    gives: { id: string; templateId: string; schedule: { state: string }; status: { code: string } }
  }
  /** How many jobs an application has. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One job, with its status. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}': {
    takes: { path: { id: string; job: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; templateId: string; schedule: { state: string }; status: { code: string } }
  }
  /** Changes the interval and settings of a job. */
  'PATCH /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}': {
    takes: { path: { id: string; job: string }; body: { templateId?: string | null; schedule?: { interval?: string | null; expiration?: string | null; state?: string | null } | null; synchronizationJobSettings?: readonly ({ name: string; value?: string | null })[] | null } }
    gives: unknown
  }
  /** Removes a job. Accounts in the application are left alone. */
  'DELETE /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Takes at most 50 people, as application/scim+json, for an inbound job; what becomes of them is in the provisioning log, where Location leads. At most 40 calls in 5 seconds, and 6000 in a day, unless the service is set otherwise. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/bulkUpload': {
    takes: { path: { id: string; job: string }; body: { schemas: readonly (string)[]; Operations: readonly ({ method: string; bulkId?: string | null; path: string; data: { [name: string]: unknown } })[]; failOnErrors?: number | null } }
    gives: unknown
  }
  /** Refused: what was sent is carried out and not kept; the provisioning log says what became of it. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/bulkUpload/$value': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Refused: what was sent is carried out and not kept; the provisioning log says what became of it. */
  'PUT /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/bulkUpload/$value': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Refused: what was sent is carried out and not kept; the provisioning log says what became of it. */
  'DELETE /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/bulkUpload/$value': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Stops a job; it goes on where it was when it is started again. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/pause': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Provisions one person, or one group with at most 5 members, now; at most 5 times in 10 seconds. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/provisionOnDemand': {
    takes: { path: { id: string; job: string }; body: { parameters: readonly ({ ruleId: string; subjects: readonly ({ objectId: string; objectTypeName: string; links?: { members?: readonly ({ objectId: string; objectTypeName: string })[] | null; owners?: readonly ({ objectId: string; objectTypeName: string })[] | null; manager?: { objectId: string; objectTypeName: string } | null } | null })[] })[] } }
    gives: { key: string; value: string }
  }
  /** Forgets what the scopes name, and starts the job. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/restart': {
    takes: { path: { id: string; job: string }; body?: { criteria?: { resetScope?: string | readonly (string)[] | null } | null } | null }
    gives: unknown
  }
  /** Mappings and filters of a job, with the attributes of both directories. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] }
  }
  /** Saves mappings and filters, whole or not at all. */
  'PUT /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string }; body: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] } }
    gives: unknown
  }
  /** The same; lists that are left out stay. */
  'PATCH /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string }; body: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] } }
    gives: unknown
  }
  /** Goes back to the mappings of the gallery. */
  'DELETE /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** The directory and the application, each with its attributes. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/directories': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** How many directories a schema has. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/directories/$count': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** One directory with its attributes. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/directories/{directory}': {
    takes: { path: { id: string; job: string; directory: string } }
    gives: unknown
  }
  /** Asks the application which attributes it has. They are in the answer; save the schema to keep them. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/directories/{directory}/discover': {
    takes: { path: { id: string; job: string; directory: string } }
    gives: unknown
  }
  /** The operators of scoping filters. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/filterOperators': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** The functions of expressions. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/functions': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Reads an expression, and evaluates it for an object that is given. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/parseExpression': {
    takes: { path: { id: string; job: string }; body: { expression?: string | null; testInputObject?: { properties?: readonly ({ key: string; value?: unknown })[] | null } | null; targetAttributeDefinition?: { [name: string]: unknown } | null } }
    gives: unknown
  }
  /** Starts a job; what stopped it by itself is forgotten. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/start': {
    takes: { path: { id: string; job: string } }
    gives: unknown
  }
  /** Tries credentials, given or saved, and says at which stage they fail. Nothing is stored. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/validateCredentials': {
    takes: { path: { id: string; job: string }; body: { applicationIdentifier?: string | null; templateId?: string | null; useSavedCredentials?: boolean | null; credentials?: readonly ({ key: string; value?: string | null })[] | null } }
    gives: unknown
  }
  /** Tries credentials, given or saved, and says at which stage they fail. Nothing is stored. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/validateCredentials': {
    takes: { path: { id: string }; body: { applicationIdentifier?: string | null; templateId?: string | null; useSavedCredentials?: boolean | null; credentials?: readonly ({ key: string; value?: string | null })[] | null } }
    gives: unknown
  }
  /** Address, secrets and settings of an application, in the order in which they were given; secrets are masked. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/secrets': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { key: string; value: string }
  }
  /** Replaces address, secrets and settings of an application. An empty value takes one away; * keeps what is stored. */
  'PUT /v1.0/servicePrincipals/{id}/synchronization/secrets': {
    takes: { path: { id: string }; body: { value: readonly ({ key: string; value?: string | null })[] } }
    gives: unknown
  }
  /** How many there are. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/secrets/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** What jobs of an application can be made of. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/templates': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; applicationId: string; default: boolean; factoryTag: string }
  }
  /** How many templates there are. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/templates/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One template of jobs. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/templates/{template}': {
    takes: { path: { id: string; template: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; applicationId: string; default: boolean; factoryTag: string }
  }
  /** The mappings that jobs of a template begin with. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/templates/{template}/schema': {
    takes: { path: { id: string; template: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; version: string; synchronizationRules: readonly ({ id: string })[]; directories: readonly ({ id: string; name: string })[] }
  }
  /** The operators of scoping filters. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/templates/{template}/schema/filterOperators': {
    takes: { path: { id: string; template: string } }
    gives: unknown
  }
  /** The functions of expressions. */
  'GET /v1.0/servicePrincipals/{id}/synchronization/templates/{template}/schema/functions': {
    takes: { path: { id: string; template: string } }
    gives: unknown
  }
  /** Reads an expression, and evaluates it for an object that is given. */
  'POST /v1.0/servicePrincipals/{id}/synchronization/templates/{template}/schema/parseExpression': {
    takes: { path: { id: string; template: string }; body: { expression?: string | null; testInputObject?: { properties?: readonly ({ key: string; value?: unknown })[] | null } | null; targetAttributeDefinition?: { [name: string]: unknown } | null } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/servicePrincipals/{id}/tokenIssuancePolicies': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Always empty: there are none here. */
  'GET /v1.0/servicePrincipals/{id}/tokenLifetimePolicies': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, at any depth, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, at any depth, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Groups that a client is in, at any depth, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, at any depth, and its roles. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.directoryRole': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, at any depth, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.directoryRole/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, at any depth, and its roles. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, at any depth, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a client is in, at any depth, and its roles. Only those of one type. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a client is in, at any depth, and its roles. */
  'GET /v1.0/servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Service principals, and which changed since a link that an earlier answer had. */
  'GET /v1.0/servicePrincipals/delta': {
    takes: {  }
    gives: unknown
  }
  /** People. */
  'GET /v1.0/users': {
    takes: { query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; displayName: string | null; userPrincipalName: string; mail: string | null; businessPhones: readonly (string)[] }
  }
  /** Makes a person. */
  'POST /v1.0/users': {
    takes: { body: { accountEnabled?: boolean; displayName?: string; userPrincipalName?: string; employeeId?: string | null; businessPhones?: readonly (string)[] | null; onPremisesExtensionAttributes?: { [name: string]: string | null } | null; passwordProfile?: { password?: string | null } | null; "manager@odata.bind"?: string; ageGroup?: string | null; assignedLicenses?: readonly (unknown)[] | null; assignedPlans?: readonly (unknown)[] | null; authorizationInfo?: { [name: string]: unknown } | null; city?: string | null; companyName?: string | null; consentProvidedForMinor?: string | null; country?: string | null; customSecurityAttributes?: { [name: string]: unknown } | null; department?: string | null; employeeHireDate?: string | null; employeeLeaveDateTime?: string | null; employeeOrgData?: { [name: string]: unknown } | null; employeeType?: string | null; externalUserState?: string | null; externalUserStateChangeDateTime?: string | null; faxNumber?: string | null; givenName?: string | null; identities?: readonly (unknown)[] | null; isManagementRestricted?: boolean | null; isResourceAccount?: boolean | null; jobTitle?: string | null; licenseAssignmentStates?: readonly (unknown)[] | null; mail?: string | null; mailNickname?: string | null; mobilePhone?: string | null; officeLocation?: string | null; onPremisesImmutableId?: string | null; onPremisesProvisioningErrors?: readonly (unknown)[] | null; onPremisesSamAccountName?: string | null; onPremisesSecurityIdentifier?: string | null; onPremisesSyncEnabled?: boolean | null; onPremisesUserPrincipalName?: string | null; otherMails?: readonly (string)[] | null; passwordPolicies?: string | null; postalCode?: string | null; preferredDataLocation?: string | null; preferredLanguage?: string | null; provisionedPlans?: readonly (unknown)[] | null; serviceProvisioningErrors?: readonly (unknown)[] | null; proxyAddresses?: readonly (string)[] | null; showInAddressList?: boolean | null; state?: string | null; streetAddress?: string | null; surname?: string | null; usageLocation?: string | null; userType?: "Member" | "Guest" | null } }
    gives: { id: string; displayName: string | null; userPrincipalName: string; mail: string | null; businessPhones: readonly (string)[] }
  }
  /** How many people there are. */
  'GET /v1.0/users/$count': {
    takes: {  }
    gives: unknown
  }
  /** One person, by id or userPrincipalName. */
  'GET /v1.0/users/{id}': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; displayName: string | null; userPrincipalName: string; mail: string | null; businessPhones: readonly (string)[] }
  }
  /** Changes a person: what is not given stays, null clears. */
  'PATCH /v1.0/users/{id}': {
    takes: { path: { id: string }; body: { accountEnabled?: boolean; displayName?: string; userPrincipalName?: string; employeeId?: string | null; businessPhones?: readonly (string)[] | null; onPremisesExtensionAttributes?: { [name: string]: string | null } | null; passwordProfile?: { password?: string | null } | null; "manager@odata.bind"?: string; ageGroup?: string | null; assignedLicenses?: readonly (unknown)[] | null; assignedPlans?: readonly (unknown)[] | null; authorizationInfo?: { [name: string]: unknown } | null; city?: string | null; companyName?: string | null; consentProvidedForMinor?: string | null; country?: string | null; customSecurityAttributes?: { [name: string]: unknown } | null; department?: string | null; employeeHireDate?: string | null; employeeLeaveDateTime?: string | null; employeeOrgData?: { [name: string]: unknown } | null; employeeType?: string | null; externalUserState?: string | null; externalUserStateChangeDateTime?: string | null; faxNumber?: string | null; givenName?: string | null; identities?: readonly (unknown)[] | null; isManagementRestricted?: boolean | null; isResourceAccount?: boolean | null; jobTitle?: string | null; licenseAssignmentStates?: readonly (unknown)[] | null; mail?: string | null; mailNickname?: string | null; mobilePhone?: string | null; officeLocation?: string | null; onPremisesImmutableId?: string | null; onPremisesProvisioningErrors?: readonly (unknown)[] | null; onPremisesSamAccountName?: string | null; onPremisesSecurityIdentifier?: string | null; onPremisesSyncEnabled?: boolean | null; onPremisesUserPrincipalName?: string | null; otherMails?: readonly (string)[] | null; passwordPolicies?: string | null; postalCode?: string | null; preferredDataLocation?: string | null; preferredLanguage?: string | null; provisionedPlans?: readonly (unknown)[] | null; serviceProvisioningErrors?: readonly (unknown)[] | null; proxyAddresses?: readonly (string)[] | null; showInAddressList?: boolean | null; state?: string | null; streetAddress?: string | null; surname?: string | null; usageLocation?: string | null; userType?: "Member" | "Guest" | null } }
    gives: unknown
  }
  /** Deletes a person; they can be restored for 30 days. */
  'DELETE /v1.0/users/{id}': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** App roles that were given. */
  'GET /v1.0/users/{id}/appRoleAssignments': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Gives an app role to a person, a group or a client. */
  'POST /v1.0/users/{id}/appRoleAssignments': {
    takes: { path: { id: string }; body: { principalId?: string; resourceId?: string; appRoleId?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** How many app roles were given. */
  'GET /v1.0/users/{id}/appRoleAssignments/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** One app role that was given. */
  'GET /v1.0/users/{id}/appRoleAssignments/{assignment}': {
    takes: { path: { id: string; assignment: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; deletedDateTime: null; appRoleId: string; createdDateTime: string; principalDisplayName: string | null; principalId: string; principalType: "User" | "Group" | "ServicePrincipal"; resourceDisplayName: string; resourceId: string }
  }
  /** Takes an app role away. */
  'DELETE /v1.0/users/{id}/appRoleAssignments/{assignment}': {
    takes: { path: { id: string; assignment: string } }
    gives: unknown
  }
  /** Which of these groups it belongs to, at any depth. */
  'POST /v1.0/users/{id}/checkMemberGroups': {
    takes: { path: { id: string }; body: { groupIds: readonly (string)[] } }
    gives: unknown
  }
  /** Which of these groups and roles it has, at any depth. */
  'POST /v1.0/users/{id}/checkMemberObjects': {
    takes: { path: { id: string }; body: { ids: readonly (string)[] } }
    gives: unknown
  }
  /** What a person has made; nothing is known of that here. */
  'GET /v1.0/users/{id}/createdObjects': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Whom a person manages. */
  'GET /v1.0/users/{id}/directReports': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Whom a person manages. */
  'GET /v1.0/users/{id}/directReports/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Whom a person manages. */
  'GET /v1.0/users/{id}/directReports/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Whom a person manages. Only those of one type. */
  'GET /v1.0/users/{id}/directReports/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Whom a person manages. */
  'GET /v1.0/users/{id}/directReports/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Whom a person manages. Only those of one type. */
  'GET /v1.0/users/{id}/directReports/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Whom a person manages. */
  'GET /v1.0/users/{id}/directReports/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The groups that it belongs to, at any depth. */
  'POST /v1.0/users/{id}/getMemberGroups': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** The groups and roles that it has, at any depth. */
  'POST /v1.0/users/{id}/getMemberObjects': {
    takes: { path: { id: string }; body: { securityEnabledOnly?: boolean | null } }
    gives: unknown
  }
  /** Who manages a person. */
  'GET /v1.0/users/{id}/manager': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The address of who manages a person. */
  'GET /v1.0/users/{id}/manager/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Gives a person a manager, instead of the one they had. */
  'PUT /v1.0/users/{id}/manager/$ref': {
    takes: { path: { id: string }; body: { "@odata.id": string } }
    gives: unknown
  }
  /** Takes the manager of a person away. */
  'DELETE /v1.0/users/{id}/manager/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, and their roles. */
  'GET /v1.0/users/{id}/memberOf': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, and their roles. */
  'GET /v1.0/users/{id}/memberOf/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Groups that a person is in, and their roles. */
  'GET /v1.0/users/{id}/memberOf/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, and their roles. Only those of one type. */
  'GET /v1.0/users/{id}/memberOf/microsoft.graph.directoryRole': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, and their roles. */
  'GET /v1.0/users/{id}/memberOf/microsoft.graph.directoryRole/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, and their roles. Only those of one type. */
  'GET /v1.0/users/{id}/memberOf/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, and their roles. */
  'GET /v1.0/users/{id}/memberOf/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, and their roles. Only those of one type. */
  'GET /v1.0/users/{id}/memberOf/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, and their roles. */
  'GET /v1.0/users/{id}/memberOf/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Delegated permissions that were given for this person. */
  'GET /v1.0/users/{id}/oauth2PermissionGrants': {
    takes: { path: { id: string }; query?: { "$filter"?: string; "$search"?: string; "$orderby"?: string; "$top"?: string; "$select"?: string; "$expand"?: string; "$count"?: string } }
    gives: { id: string; clientId: string; consentType: "AllPrincipals" | "Principal"; principalId: string | null; resourceId: string; scope: string }
  }
  /** Applications, service principals and groups that a person owns. */
  'GET /v1.0/users/{id}/ownedObjects': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Ends what a person has signed in to. */
  'POST /v1.0/users/{id}/revokeSignInSessions': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, at any depth, and their roles. */
  'GET /v1.0/users/{id}/transitiveMemberOf': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, at any depth, and their roles. */
  'GET /v1.0/users/{id}/transitiveMemberOf/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** The addresses. Groups that a person is in, at any depth, and their roles. */
  'GET /v1.0/users/{id}/transitiveMemberOf/$ref': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, at any depth, and their roles. Only those of one type. */
  'GET /v1.0/users/{id}/transitiveMemberOf/microsoft.graph.directoryRole': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, at any depth, and their roles. */
  'GET /v1.0/users/{id}/transitiveMemberOf/microsoft.graph.directoryRole/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, at any depth, and their roles. Only those of one type. */
  'GET /v1.0/users/{id}/transitiveMemberOf/microsoft.graph.group': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, at any depth, and their roles. */
  'GET /v1.0/users/{id}/transitiveMemberOf/microsoft.graph.group/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** Groups that a person is in, at any depth, and their roles. Only those of one type. */
  'GET /v1.0/users/{id}/transitiveMemberOf/microsoft.graph.user': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** How many. Groups that a person is in, at any depth, and their roles. */
  'GET /v1.0/users/{id}/transitiveMemberOf/microsoft.graph.user/$count': {
    takes: { path: { id: string } }
    gives: unknown
  }
  /** People, and what of them changed since a link that an earlier answer had. */
  'GET /v1.0/users/delta': {
    takes: {  }
    gives: unknown
  }
}
