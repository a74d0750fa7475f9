/* LilyGO T-CameraS3. Generated from the folder boards by: edgead boards --generate firmware/boards */
#ifndef EAD_BOARD_H
#define EAD_BOARD_H

#define EAD_BOARD_NAME "lilygo-t-cameras3"
#define EAD_ENGINE_BYTES 131072u

/* Camera; -1: not connected. */
#define EAD_CAMERA_PWDN (-1)
#define EAD_CAMERA_RESET 39
#define EAD_CAMERA_XCLK 38
#define EAD_CAMERA_SDA 5
#define EAD_CAMERA_SCL 4
#define EAD_CAMERA_D0 14
#define EAD_CAMERA_D1 47
#define EAD_CAMERA_D2 48
#define EAD_CAMERA_D3 21
#define EAD_CAMERA_D4 13
#define EAD_CAMERA_D5 11
#define EAD_CAMERA_D6 10
#define EAD_CAMERA_D7 9
#define EAD_CAMERA_VSYNC 8
#define EAD_CAMERA_HREF 18
#define EAD_CAMERA_PCLK 12
#define EAD_CAMERA_XCLK_HZ 20000000
#define EAD_CAMERA_WIDTH 240u
#define EAD_CAMERA_HEIGHT 240u
#define EAD_CAMERA_PIXELS EAD_PIXELS_RGB565_BE

/* Registers that power the camera: {address, register, mask, on, off}, in order; off in the reverse order. */
#define EAD_POWER_SDA 7
#define EAD_POWER_SCL 6
#define EAD_POWER_STEPS 4
#define EAD_POWER_TABLE { {0x34, 0x92, 0x1F, 0x0D, 0x0D}, {0x34, 0x93, 0x1F, 0x17, 0x17}, {0x34, 0x95, 0x1F, 0x19, 0x19}, {0x34, 0x90, 0x0B, 0x0B, 0x00} }

/* Default pins of the line's signals, by their number; -1: none on this board. */
#define EAD_PIN_TRIG 16
#define EAD_PIN_RESET (-1)
#define EAD_PIN_ACK (-1)
#define EAD_PIN_ENC_A (-1)
#define EAD_PIN_ENC_B (-1)
#define EAD_PIN_READY (-1)
#define EAD_PIN_BUSY (-1)
#define EAD_PIN_OK (-1)
#define EAD_PIN_NG (-1)
#define EAD_PIN_STO (-1)
#define EAD_PIN_ERR (-1)
#define EAD_PIN_RUN (-1)
#define EAD_PIN_REJECT 15

/* Status port; -1: none. */
#define EAD_PORT_UART (-1)
#define EAD_PORT_TX (-1)
#define EAD_PORT_RX (-1)

#endif
