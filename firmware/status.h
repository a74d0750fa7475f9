/* Statuses of the camera beside those of ead_status; the numbers of managed/EdgeAD.Native/Interop/DeviceStatus.cs. */
#ifndef EAD_DEVICE_STATUS_H
#define EAD_DEVICE_STATUS_H

typedef enum ead_device_status {
    EAD_D_OK = 0,
    EAD_D_ARGUMENT = 1,
    EAD_D_MEMORY = 3,
    EAD_D_STATE = 4,
    EAD_D_GOLDEN = 14,
    EAD_D_NO_CAMERA = 32,
    EAD_D_CAMERA_HANG = 33,
    EAD_D_FLASH = 34,
    EAD_D_NO_MODEL = 35,
    EAD_D_SIGNATURE = 36,
    EAD_D_COUNTER = 37,
    EAD_D_PIN = 38
} ead_device_status;

#endif
