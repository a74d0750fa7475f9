/* Freenove ESP32-S3-WROOM CAM. Generated from the folder boards by: edgead boards --generate firmware/boards */
#ifndef EAD_BOARD_H
#define EAD_BOARD_H

#define EAD_BOARD_NAME "freenove-esp32s3-cam"
#define EAD_ENGINE_BYTES 131072u

/* Camera; -1: not connected. */
#define EAD_CAMERA_PWDN (-1)
#define EAD_CAMERA_RESET (-1)
#define EAD_CAMERA_XCLK 15
#define EAD_CAMERA_SDA 4
#define EAD_CAMERA_SCL 5
#define EAD_CAMERA_D0 11
#define EAD_CAMERA_D1 9
#define EAD_CAMERA_D2 8
#define EAD_CAMERA_D3 10
#define EAD_CAMERA_D4 12
#define EAD_CAMERA_D5 18
#define EAD_CAMERA_D6 17
#define EAD_CAMERA_D7 16
#define EAD_CAMERA_VSYNC 6
#define EAD_CAMERA_HREF 7
#define EAD_CAMERA_PCLK 13
#define EAD_CAMERA_XCLK_HZ 20000000
#define EAD_CAMERA_WIDTH 240u
#define EAD_CAMERA_HEIGHT 240u
#define EAD_CAMERA_PIXELS EAD_PIXELS_RGB565_BE

/* Registers that power the camera: {address, register, mask, on, off}, in order; off in the reverse order. */
#define EAD_POWER_SDA 4
#define EAD_POWER_SCL 5
#define EAD_POWER_STEPS 0

/* Default pins of the line's signals, by their number; -1: none on this board. */
#define EAD_PIN_TRIG 1
#define EAD_PIN_RESET 40
#define EAD_PIN_ACK (-1)
#define EAD_PIN_ENC_A (-1)
#define EAD_PIN_ENC_B (-1)
#define EAD_PIN_READY 21
#define EAD_PIN_BUSY 38
#define EAD_PIN_OK 41
#define EAD_PIN_NG 42
#define EAD_PIN_STO 39
#define EAD_PIN_ERR 47
#define EAD_PIN_RUN 2
#define EAD_PIN_REJECT 14

/* Status port; -1: none. */
#define EAD_PORT_UART 1
#define EAD_PORT_TX 43
#define EAD_PORT_RX 44

#endif
