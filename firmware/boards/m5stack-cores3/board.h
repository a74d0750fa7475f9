/* M5Stack CoreS3. Generated from the folder boards by: edgead boards --generate firmware/boards */
#ifndef EAD_BOARD_H
#define EAD_BOARD_H

#define EAD_BOARD_NAME "m5stack-cores3"
#define EAD_ENGINE_BYTES 131072u

/* Camera; -1: not connected. */
#define EAD_CAMERA_PWDN (-1)
#define EAD_CAMERA_RESET (-1)
#define EAD_CAMERA_XCLK (-1)
#define EAD_CAMERA_SDA 12
#define EAD_CAMERA_SCL 11
#define EAD_CAMERA_D0 39
#define EAD_CAMERA_D1 40
#define EAD_CAMERA_D2 41
#define EAD_CAMERA_D3 42
#define EAD_CAMERA_D4 15
#define EAD_CAMERA_D5 16
#define EAD_CAMERA_D6 48
#define EAD_CAMERA_D7 47
#define EAD_CAMERA_VSYNC 46
#define EAD_CAMERA_HREF 38
#define EAD_CAMERA_PCLK 45
#define EAD_CAMERA_XCLK_HZ 20000000
#define EAD_CAMERA_WIDTH 240u
#define EAD_CAMERA_HEIGHT 240u
#define EAD_CAMERA_PIXELS EAD_PIXELS_RGB565_BE

/* Registers that power the camera: {address, register, mask, on, off}, in order; off in the reverse order. */
#define EAD_POWER_SDA 12
#define EAD_POWER_SCL 11
#define EAD_POWER_STEPS 5
#define EAD_POWER_TABLE { {0x34, 0x94, 0x1F, 0x1C, 0x1C}, {0x34, 0x90, 0x34, 0x34, 0x30}, {0x58, 0x13, 0x01, 0x01, 0x01}, {0x58, 0x05, 0x01, 0x00, 0x00}, {0x58, 0x03, 0x01, 0x01, 0x00} }

/* Default pins of the line's signals, by their number; -1: none on this board. */
#define EAD_PIN_TRIG 8
#define EAD_PIN_RESET 44
#define EAD_PIN_ACK (-1)
#define EAD_PIN_ENC_A (-1)
#define EAD_PIN_ENC_B (-1)
#define EAD_PIN_READY 1
#define EAD_PIN_BUSY 10
#define EAD_PIN_OK 5
#define EAD_PIN_NG 6
#define EAD_PIN_STO 13
#define EAD_PIN_ERR 2
#define EAD_PIN_RUN 7
#define EAD_PIN_REJECT 9

/* Status port; -1: none. */
#define EAD_PORT_UART 1
#define EAD_PORT_TX 17
#define EAD_PORT_RX 18

#endif
