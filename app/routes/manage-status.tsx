export default function ManageStatus() {
  return null;
}
