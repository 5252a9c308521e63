/** The keys of synchronization secrets (graph-api.md 7.15): all that there are, and which of them are never shown. */
const keys = [
  'None', 'UserName', 'Password', 'SecretToken', 'AppKey', 'BaseAddress', 'ClientIdentifier', 'ClientSecret', 'SingleSignOnType',
  'Sandbox', 'Url', 'Domain', 'ConsumerKey', 'ConsumerSecret', 'TokenKey', 'TokenExpiration', 'Oauth2AccessToken',
  'Oauth2AccessTokenCreationTime', 'Oauth2RefreshToken', 'SyncAll', 'InstanceName', 'Oauth2ClientId', 'Oauth2ClientSecret',
  'CompanyId', 'UpdateKeyOnSoftDelete', 'SynchronizationSchedule', 'SystemOfRecord', 'SandboxName', 'EnforceDomain',
  'SyncNotificationSettings', 'SkipOutOfScopeDeletions', 'Oauth2AuthorizationCode', 'Oauth2RedirectUri',
  'ApplicationTemplateIdentifier', 'Oauth2TokenExchangeUri', 'Oauth2AuthorizationUri', 'AuthenticationType', 'Server',
  'PerformInboundEntitlementGrants', 'HardDeletesEnabled', 'SyncAgentCompatibilityKey', 'SyncAgentADContainer', 'ValidateDomain',
  'TestReferences', 'ConnectionString',
] as const // prettier-ignore
type SecretKey = (typeof keys)[number]

export const sensitive: ReadonlySet<string> = new Set<SecretKey>([
  'Password', 'SecretToken', 'AppKey', 'ClientSecret', 'ConsumerSecret', 'TokenKey', 'Oauth2AccessToken', 'Oauth2RefreshToken',
  'Oauth2ClientSecret', 'Oauth2AuthorizationCode', 'ConnectionString',
]) // prettier-ignore

const spelled = new Map<string, SecretKey>(keys.map((key) => [key.toLowerCase(), key]))

/** As Entra spells it, whatever the letter case; undefined when there is no such key. */
export function secretKey(given: string): SecretKey | undefined {
  return spelled.get(given.toLowerCase())
}
