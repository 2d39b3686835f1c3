"""Log sheets (記録簿): devices, media and keys; what was carried out or lent; who came."""
