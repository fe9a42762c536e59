undersigned("ids-0",[
["ltr-20mx0na2tybg",1],
["ltr-nkae7h7k0daa",0]
])
