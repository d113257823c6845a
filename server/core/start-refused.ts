/** The product must not run over this data with these settings. The message is what the operator reads. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
}
