export default function ManageApprovals() {
  return null;
}
