/** What login names are compared by: NFKC and case folded, so that no two look alike but differ in width or case (rule R39). */
export function loginKey(login: string): string {
  return login.normalize("NFKC").trim().toLowerCase().normalize("NFKC");
}
