export default function ManageInvitations() {
  return null;
}
