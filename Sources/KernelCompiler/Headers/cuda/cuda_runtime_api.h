// Everything in here is read before the text anyway.
#pragma once
