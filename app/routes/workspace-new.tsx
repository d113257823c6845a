export default function WorkspaceNew() {
  return null;
}
