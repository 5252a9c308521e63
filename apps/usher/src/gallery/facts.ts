/** What is known of an application, and which public document says so. */

/** What a fact is about; `patch` is what a PATCH may not have, `notes` anything else an administrator should know. */
export const topics = [
  'tenantUrl', 'authentication', 'attributes', 'matching', 'roles', 'groups', 'softDelete', 'delete', 'deleteGroups',
  'paging', 'pageSize', 'membersPerRequest', 'payload', 'requestsInFlight', 'rates', 'patch', 'notes',
] as const // prettier-ignore
export type Topic = (typeof topics)[number]

export type Document = { readonly title: string; readonly url: string }
export type Fact = Document & { readonly about: Topic; readonly says: string }

/** The facts that one document gives. */
export function from({ title, url }: Document, says: Readonly<Partial<Record<Topic, string>>>): readonly Fact[] {
  return topics.flatMap((about) => {
    const said = says[about]
    return said === undefined ? [] : [{ about, says: said, title, url }]
  })
}

/** A provisioning tutorial of Microsoft Entra, by the name of its page. */
export function entraTutorial(title: string, page: string): Document {
  return {
    title: `Configure ${title} for automatic user provisioning with Microsoft Entra ID`,
    url: `https://learn.microsoft.com/en-us/entra/identity/saas-apps/${page}-provisioning-tutorial`,
  }
}
