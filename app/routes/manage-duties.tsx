export default function ManageDuties() {
  return null;
}
